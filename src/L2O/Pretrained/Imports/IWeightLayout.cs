using L2O.Files;

namespace L2O.Pretrained.Imports;

/// <summary>How one project lays out the weights of one kind of learned optimizer.</summary>
internal interface IWeightLayout
{
    /// <summary>The kind of the learned optimizer, as settings name it.</summary>
    string Kind { get; }

    /// <summary>Whose weights they are, for people.</summary>
    string Project { get; }

    /// <summary>Whether a file has the tensors that tell this layout from all others.</summary>
    bool Fits(SafetensorsFile weights);

    /// <summary>The tensors under phi's names, with the settings that go with them.</summary>
    /// <param name="weights">A file that fits.</param>
    /// <exception cref="InvalidDataException">A tensor is missing, too many, of another shape or not finite; the message names
    /// it.</exception>
    StateDict Convert(SafetensorsFile weights);
}
