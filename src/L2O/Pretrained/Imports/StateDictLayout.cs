using L2O.Files;
using L2O.Optimizers.Learned;
using L2O.Settings;

namespace L2O.Pretrained.Imports;

/// <summary>A PyTorch module's state dictionary whose tensors have phi's names, perhaps with something in front.</summary>
/// <param name="kind">The kind of the learned optimizer.</param>
/// <param name="project">Whose weights they are.</param>
/// <param name="marks">Names that tell it from others.</param>
/// <param name="settings">What the shapes tell, given the file and what stands in front of names; null leaves it to
/// <see cref="StateDict"/>.</param>
/// <param name="without">A name that it must not have.</param>
internal sealed class StateDictLayout(string kind, string project, string[] marks,
    Func<SafetensorsFile, string, ILearnedOptimizer?> settings, string? without = null) : IWeightLayout
{
    private const int LargestSize = 1024;

    /// <inheritdoc/>
    public string Kind => kind;

    /// <inheritdoc/>
    public string Project => project;

    /// <inheritdoc/>
    public bool Fits(SafetensorsFile weights) =>
        marks.All(mark => StateDict.Find(weights, mark) is not null) && (without is null || StateDict.Find(weights, without) is null);

    /// <inheritdoc/>
    public StateDict Convert(SafetensorsFile weights) =>
        new(weights, Checked(weights, () => settings(weights, StateDict.Find(weights, marks[0]) ?? "")));

    /// <summary>Settings whose sizes come from a file: what they refuse is wrong with the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="make">Makes them.</param>
    /// <exception cref="InvalidDataException">A size is out of its range.</exception>
    public static T Checked<T>(SafetensorsFile file, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException failure)
        {
            throw new InvalidDataException($"{file.Path}: {ArgumentMessage.Of(failure)}", failure);
        }
    }

    /// <summary>A hidden size that a shape tells.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">A matrix.</param>
    /// <param name="dimension">Which of its two sizes.</param>
    /// <exception cref="InvalidDataException">There is no such matrix, or its size is none of a hidden layer.</exception>
    public static int Size(SafetensorsFile file, string name, int dimension) =>
        file.Shape(name) is { Length: 2 } shape && shape[dimension] is >= 1 and <= LargestSize ? shape[dimension]
            : throw new InvalidDataException(
                $"{file.Path}: tensor '{name}' has shape [{string.Join(", ", file.Shape(name))}]; expected a matrix with a size of 1 to " +
                $"{LargestSize} as its {(dimension == 0 ? "first" : "second")} one");
}
