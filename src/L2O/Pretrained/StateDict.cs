using System.Collections.Immutable;
using System.Globalization;
using L2O.Files;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Lstm;

namespace L2O.Pretrained;

/// <summary>
/// The state dictionary of a PyTorch module: the tensors of a <see cref="PhiFile"/> without the settings, as
/// <c>safetensors.torch.save_file</c> writes them and <c>load_file</c> reads them. Their names are the original's for the study's LSTM and
/// PyLO's for the architectures that PyLO has.
/// </summary>
internal sealed class StateDict
{
    private readonly SafetensorsFile _file;
    private readonly ILearnedOptimizer? _settings;

    /// <param name="file">The tensors.</param>
    /// <param name="settings">The settings that they were trained with, as far as they are known; null if they are not.</param>
    public StateDict(SafetensorsFile file, ILearnedOptimizer? settings = null) => (_file, _settings) = (file, settings);

    /// <summary>
    /// Settings that the file carries, because a <see cref="PhiFile"/> wrote it, or that are known of it; null for a state dictionary from
    /// elsewhere.
    /// </summary>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    public ILearnedOptimizer? StoredSettings => PhiFile.StoredSettings(_file) ?? _settings;

    /// <summary>
    /// Writes the tensors of a learned optimizer, float32, ordered by name, with the metadata <c>format: pt</c>. Equal content gives equal
    /// bytes.
    /// </summary>
    /// <param name="path">The file; its folder must exist. Written beside and renamed over.</param>
    /// <param name="phi">What to write.</param>
    public static void Save(string path, PhiFile phi)
    {
        ArgumentNullException.ThrowIfNull(phi);
        IEnumerable<SafetensorsTensor> tensors = PhiFile.PhiTensors(phi.Settings.PhiLayout(), phi.Phi, "")
            .OrderBy(static tensor => tensor.Name, StringComparer.Ordinal);
        SafetensorsFile.Save(path, [.. tensors], new Dictionary<string, string> { ["format"] = "pt" });
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged or no safetensors file.</exception>
    public static StateDict Load(string path) => new(SafetensorsFile.Load(path));

    /// <summary>
    /// The study's settings as far as the shapes tell: hidden size, and whether the gradient is read as one number or as two. Further
    /// inputs have no meaning here and are left out.
    /// </summary>
    /// <exception cref="InvalidDataException">The file has no first LSTM cell.</exception>
    public CoordinateLstm SettingsFromShapes()
    {
        CoordinateLstm shapes = PhiFile.SettingsFromShapes(_file, PrefixOf(PhiFile.LstmName));
        return new CoordinateLstm(shapes.HiddenSize, shapes.Preprocess);
    }

    /// <summary>The same settings with the file's hidden size.</summary>
    /// <param name="settings">Where all else comes from.</param>
    /// <exception cref="InvalidDataException">The file has no first LSTM cell.</exception>
    public CoordinateLstm Fit(CoordinateLstm settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new CoordinateLstm(
            SettingsFromShapes().HiddenSize, settings.Preprocess, settings.PreprocessFactor,
                settings.UpdateScale, settings.ExtraInputs, settings.TimeHorizon, settings.SharedState, settings.OutputInitialization,
                settings.Initialization, settings.InitializationSeed);
    }

    /// <summary>
    /// Makes a learned optimizer of the tensors. Their names may have something in front, such as <c>module.</c>; float16, bfloat16 and
    /// float64 become float32.
    /// </summary>
    /// <param name="settings">The architecture, whose tensors the file must have, all of them and no others.</param>
    /// <returns>The learned optimizer; its origin says which file it was.</returns>
    /// <exception cref="InvalidDataException">A tensor is missing, too many, of another shape, of integers, or not finite in single
    /// precision; the message names it.</exception>
    public PhiFile ToPhi(ILearnedOptimizer settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ParameterLayout layout = settings.PhiLayout();
        string prefix = PrefixOf(layout.Slots[0].Name);
        CheckInputs(settings, prefix + PhiFile.LstmName);
        float[] phi = PhiFile.ReadPhi(_file, layout, prefix);
        string[] expected = [.. layout.Slots.Select(slot => prefix + slot.Name)];
        if (_file.Names.FirstOrDefault(name => !expected.Contains(name)) is { } other)
            throw new InvalidDataException(
                $"{_file.Path}: tensor '{other}' is none of this learned optimizer's; expected {string.Join(", ", expected)} and " +
                $"no others");
        foreach (ParameterSlot slot in layout.Slots)
            CheckFinite(_file, prefix + slot.Name, slot.Of(phi.AsSpan()));
        return new PhiFile(settings, phi, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add("imported", Path.GetFileName(_file.Path)));
    }

    /// <summary>What stands in front of a tensor's name: nothing, or parts that end with a dot; null if there is no such tensor.</summary>
    /// <param name="file">The tensors.</param>
    /// <param name="name">Phi's name.</param>
    public static string? Find(SafetensorsFile file, string name) => file.Contains(name) ? ""
        : file.Names.Where(candidate => candidate.EndsWith("." + name, StringComparison.Ordinal))
            .MinBy(static candidate => candidate.Length)?[..^name.Length];

    /// <summary>Refuses numbers that are not finite in single precision; the message names the tensor.</summary>
    /// <exception cref="InvalidDataException">There is one.</exception>
    public static void CheckFinite(SafetensorsFile file, string name, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file.Path}: tensor '{name}' has {file.ReadDouble(name)[i]} at position {i}; " +
                    $"expected numbers that are finite in single precision"));
    }

    private string PrefixOf(string name) => Find(_file, name) ?? "";

    // The one difference in shape whose remedy is a setting that no shape tells.
    private void CheckInputs(ILearnedOptimizer settings, string name)
    {
        if (settings is not CoordinateLstm lstm || !_file.Contains(name) || _file.Shape(name) is not [int gates, int inputs]
            || gates != 4 * lstm.HiddenSize || inputs <= lstm.Inputs.Rows)
            return;
        throw new InvalidDataException(
            $"{_file.Path}: tensor '{name}' has {inputs} inputs; expected {lstm.Inputs.Rows}, or settings whose " +
                $"learnedOptimizer.extraInputs say what the further {inputs - lstm.Inputs.Rows} are");
    }
}
