using System.Collections.Immutable;
using System.Globalization;
using L2O.Files;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Lstm;
using L2O.Settings;

namespace L2O.Pretrained;

/// <summary>
/// A learned optimizer on disk: phi's tensors under the original's names in a safetensors file, the network's settings in
/// its metadata. State dictionaries of the original load too: what the metadata lacks is read off the shapes.
/// </summary>
/// <param name="Settings">The architecture and its settings.</param>
/// <param name="Phi">(P) parameters, laid out by <see cref="ILearnedOptimizer.PhiLayout"/>.</param>
/// <param name="Origin">Where phi comes from, as stored: optimizee, data, seed and the like; may be empty.</param>
internal sealed record PhiFile(ILearnedOptimizer Settings, float[] Phi, ImmutableSortedDictionary<string, string> Origin)
{
    /// <summary>Usual name of the file.</summary>
    public const string FileName = "phi.safetensors";

    /// <summary>The tensor whose shape says the most.</summary>
    internal const string LstmName = "recurs.weight_ih";

    /// <summary>The fact of its origin that says that it trains no better than guessing.</summary>
    internal const string ChanceKey = "chance";

    /// <summary>The fact of its origin that tells its training split: the digest of all that a network sees of it.</summary>
    internal const string DataDigestKey = "dataDigest";

    private const string SettingsKey = "l2o.learned_optimizer";
    private const string OriginPrefix = "l2o.origin.";

    /// <summary>Writes the file in one step. Equal content gives equal bytes.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    public void Save(string path)
    {
        var metadata = new SortedDictionary<string,
            string>(StringComparer.Ordinal)
        { [SettingsKey] = SettingsJson.Format(Settings, typeof(ILearnedOptimizer)) };
        foreach ((string key, string value) in Origin)
            metadata.Add(OriginPrefix + key, value);
        IReadOnlyList<SafetensorsTensor> tensors = PhiTensors(Settings.PhiLayout(), Phi, "");
        SafetensorsFile.Save(path, tensors, SafetensorsDigest.Seal(tensors, metadata));
    }

    /// <summary>Reads a file that <see cref="Save"/> or PyTorch wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or its tensors are not a learned optimizer's.</exception>
    public static PhiFile Load(string path) => Read(SafetensorsFile.Load(path));

    /// <summary>Reads a file that is open already.</summary>
    internal static PhiFile Read(SafetensorsFile file)
    {
        if (SafetensorsDigest.IsIn(file))
            SafetensorsDigest.Check(file);
        ILearnedOptimizer settings = StoredSettings(file) ?? SettingsFromShapes(file);
        var origin = file.Metadata
            .Where(static pair => pair.Key.StartsWith(OriginPrefix, StringComparison.Ordinal))
            .ToImmutableSortedDictionary(static pair => pair.Key[OriginPrefix.Length..], static pair => pair.Value, StringComparer.Ordinal);
        ParameterLayout layout = settings.PhiLayout();
        float[] phi = ReadPhi(file, layout, "");
        CheckFinite(file.Path, layout, phi);
        return new PhiFile(settings, phi, origin);
    }

    /// <summary>The settings in a file's metadata; null if it has none.</summary>
    internal static ILearnedOptimizer? StoredSettings(SafetensorsFile file) => file.Metadata.TryGetValue(SettingsKey, out string? json)
        ? SettingsJson.Parse<ILearnedOptimizer>(json, $"{file.Path}, metadata '{SettingsKey}'")
        : null;

    /// <summary>A line for whoever uses a phi that trains no better than guessing; null for all others.</summary>
    /// <param name="source">Where it comes from.</param>
    internal string? ChanceWarning(string source) => Origin.TryGetValue(ChanceKey, out string? losses)
        ? $"{source} is at chance level: in its meta-training the {losses}; it trains nothing" : null;

    /// <summary>Itself, unless it reads extra inputs that nothing supplies.</summary>
    /// <param name="source">Where it comes from, for the message.</param>
    /// <exception cref="ArgumentException">It does.</exception>
    internal PhiFile RequireSuppliedInputs(string source) => Settings.SuppliesItsInputs ? this
        : throw new ArgumentException($"{source} has extra inputs of unknown meaning; expected a file whose metadata name them, or none");

    /// <summary>Refuses values that are no finite numbers; the message names the tensor.</summary>
    /// <exception cref="InvalidDataException">There is one.</exception>
    private static void CheckFinite(string path, ParameterLayout layout, ReadOnlySpan<float> phi)
    {
        foreach (ParameterSlot slot in layout.Slots)
            if (FiniteCheck.FirstNonFinite(slot.Of(phi)) is >= 0 and var index)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                    $"{path}: tensor '{slot.Name}' has the value {slot.Of(phi)[index]} at {index}; expected finite numbers"));
    }

    /// <summary>Phi as named tensors.</summary>
    internal static IReadOnlyList<SafetensorsTensor> PhiTensors(ParameterLayout layout, ReadOnlySpan<float> phi, string prefix)
    {
        var tensors = new List<SafetensorsTensor>();
        foreach (ParameterSlot slot in layout.Slots)
            tensors.Add(SafetensorsTensor.Of(prefix + slot.Name, slot.Of(phi), slot.Shape.AsSpan()));
        return tensors;
    }

    /// <summary>Phi from named tensors, whose shapes are checked.</summary>
    internal static float[] ReadPhi(SafetensorsFile file, ParameterLayout layout, string prefix)
    {
        float[] phi = new float[layout.Count];
        foreach (ParameterSlot slot in layout.Slots)
        {
            string name = prefix + slot.Name;
            if (!file.Contains(name))
                throw new InvalidDataException(
                    $"{file.Path}: no tensor '{name}'; expected {string.Join(", ", layout.Slots.Select(slot => prefix + slot.Name))}");
            if (!file.Shape(name).SequenceEqual(slot.Shape))
                throw new InvalidDataException(
                    $"{file.Path}: tensor '{name}' has shape [{string.Join(", ", file.Shape(name))}]; expected " +
                    $"[{string.Join(", ", slot.Shape)}]");
            file.ReadSingle(name).CopyTo(slot.Of(phi.AsSpan()));
        }
        return phi;
    }

    /// <summary>What the shapes of the original's tensors say of their network.</summary>
    internal static CoordinateLstm SettingsFromShapes(SafetensorsFile file, string prefix = "")
    {
        string name = prefix + LstmName;
        if (!file.Contains(name) || file.Shape(name) is not [int gates, int inputs] || gates < 4 || gates % 4 != 0 || inputs < 1)
            throw new InvalidDataException(
                $"{file.Path}: no tensor '{name}' of shape [4 H, inputs]; expected a learned optimizer's parameters");
        // One input is the bare gradient; two or more are the preprocessed gradient and further inputs, which the shapes do not name.
        return new CoordinateLstm(gates / 4, preprocess: inputs > 1,
            extraInputs: [.. Enumerable.Repeat(ExtraInput.Supplied, Math.Max(0, inputs - 2))]);
    }
}
