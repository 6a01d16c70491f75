using System.Collections.Immutable;
using L2O.Data;
using L2O.Data.Fitted;

namespace L2O.Readers;

/// <summary>
/// A folder with a folder of PNG and JPEG images for each class; classes are numbered in the ordinal order of their names. Images are color
/// unless all are gray or <see cref="ImageOptions.Gray"/> is set, and of one size unless they are resized. What is transparent becomes
/// white.
/// </summary>
public sealed class ImageFolderReader : IDatasetReader
{
    private const int MaxClasses = 256;

    private static readonly string[] s_options = ["target", "test", "testShare", "splitSeed", "normalize", "gray", "resize", "onlyClasses"];
    private static readonly string[] s_endings = [".png", ".jpg", ".jpeg"];

    /// <inheritdoc/>
    public string Kind => "images";

    /// <inheritdoc/>
    public string Usage => "images:FOLDER, with a folder of PNG or JPEG images for each class";

    /// <inheritdoc/>
    public bool Takes(string path) => true;

    /// <inheritdoc/>
    public DataSplits Read(string path, DatasetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Fitted is { } fitted)
            return ReadFitted(path, fitted);
        options.Require(Kind, s_options);
        if (options.Target is { } target && !options.IsAutoencoder)
            throw new ArgumentException($"data option 'target' is '{target}'; expected {DatasetOptions.InputTarget}, or none: the folders "
                + "are the classes");
        ImmutableArray<string> classes = Classes(path);
        (string File, byte Label)[] all = Files(path, classes);
        (string File, byte Label)[] train = all, test;
        if (options.Test is { } folder)
        {
            if (Classes(folder).FirstOrDefault(name => !classes.Contains(name)) is { } unknown)
                throw new InvalidDataException($"{folder}: class '{unknown}' is not in {path}; expected the classes of the training "
                    + $"split, {string.Join(", ", classes.Take(20))}");
            test = Files(folder, classes);
        }
        else
        {
            (int[] kept, int[] held) = TestSplit.Draw(path, all.Length, options);
            (train, test) = ([.. kept.Select(i => all[i])], [.. held.Select(i => all[i])]);
        }
        var decoder = new ImageDecoder([.. train.Concat(test).Select(static image => image.File)], options.Images.Resize);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        var data = new DataSplits(name, Make($"{name}/train", train), Make($"{name}/test", test))
        {
            Encoding = new DataEncoding(Classes: classes),
        };
        return options.IsAutoencoder ? AutoencoderDataset.Of(data) : data;

        ImageDataset Make(string split, (string File, byte Label)[] images)
        {
            ImageOptions presented = new(options.Images.Normalize, options.Images.OnlyClasses, options.Images.Gray); // the decoder resizes
            return new ImageDataset(split, decoder.Shape, classes.Length, decoder.Decode([.. images.Select(static image => image.File)]),
                images.Select(static image => image.Label).ToArray(), presented);
        }
    }

    /// <summary>Reads all images as a training folder's were read: those in the folder itself, or in a folder for each class.</summary>
    private static DataSplits ReadFitted(string path, FittedData fitted)
    {
        bool isFlat = Directory.Exists(path) && Directory.EnumerateFiles(path).Any(IsImage);
        ImmutableArray<string> classes = isFlat ? [] : Classes(path);
        ImmutableArray<string> known = fitted.Encoding.Classes ?? [];
        bool hasTargets = !isFlat && fitted.Target == TargetKind.Classes;
        if (hasTargets && classes.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new InvalidDataException($"{path}: class '{unknown}' is none of the network's; expected {string.Join(", ",
                known.Take(20))}, or images that lie in {path} itself");
        (string File, byte Label)[] images = isFlat
            ? [.. Directory.EnumerateFiles(path).Where(IsImage).Order(StringComparer.Ordinal).Select(static file => (file, (byte)0))]
            : Files(path, classes);
        string[] files = [.. images.Select(static image => image.File)];
        byte[] labels = [.. images.Select(image => (byte)(hasTargets ? known.IndexOf(classes[image.Label]) : 0))];
        ImageOptions presented = fitted.ImageOptions();
        var decoder = new ImageDecoder(files, presented.Resize);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        var whole = new ImageDataset(name, decoder.Shape, fitted.Target == TargetKind.Classes ? fitted.TargetSize : 1,
            decoder.Decode(files), labels, new ImageOptions(presented.Normalize, gray: presented.Gray));
        fitted.CheckShape(path, whole.InputShape);
        var data = new DataSplits(name, whole, whole)
        {
            Encoding = fitted.Encoding,
            HasTargets = hasTargets || fitted.Target == TargetKind.Input,
            SampleNames = [.. files.Select(file => Path.GetRelativePath(path, file))],
        };
        return fitted.Target == TargetKind.Input ? AutoencoderDataset.Of(data) : data;
    }

    private static ImmutableArray<string> Classes(string path)
    {
        if (!Directory.Exists(path))
            throw new FileNotFoundException($"{path}: no such folder; expected one with a folder of images for each class", path);
        if (Directory.EnumerateFiles(path).FirstOrDefault(IsImage) is { } stray)
            throw new InvalidDataException($"{stray}: the image belongs to no class; expected it in a folder of {path}, one for each "
                + "class");
        string[] classes = [.. Directory.EnumerateDirectories(path).Select(static folder => Path.GetFileName(folder))
            .Where(static name => name[0] != '.').Order(StringComparer.Ordinal)];
        return classes.Length is > 0 and <= MaxClasses
            ? [.. classes]
            : throw new InvalidDataException($"{path} has {classes.Length} folders; expected 1 to {MaxClasses}, one for each class");
    }

    private static (string File, byte Label)[] Files(string path, ImmutableArray<string> classes)
    {
        var files = new List<(string, byte)>();
        for (int label = 0; label < classes.Length; label++)
        {
            string folder = Path.Combine(path, classes[label]);
            if (!Directory.Exists(folder))
                continue; // a test split need not have every class
            string[] inside = [.. Directory.EnumerateFiles(folder).Where(static file => Path.GetFileName(file)[0] != '.')
                .Order(StringComparer.Ordinal)];
            if (inside.Length == 0)
                throw new InvalidDataException($"{folder}: there is no image; expected at least one PNG or JPEG file");
            if (inside.FirstOrDefault(static file => !IsImage(file)) is { } other)
                throw new InvalidDataException($"{other}: no image by its name; expected {string.Join(", ", s_endings)}");
            files.AddRange(inside.Select(file => (file, (byte)label)));
        }
        return [.. files];
    }

    private static bool IsImage(string file) => s_endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
}
