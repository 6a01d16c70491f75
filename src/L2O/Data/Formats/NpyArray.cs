using System.Collections.Immutable;

namespace L2O.Data.Formats;

/// <summary>An array as read from an npy file.</summary>
/// <param name="Source">The file.</param>
/// <param name="Shape">Sizes of its dimensions, each positive; the first counts samples.</param>
/// <param name="Values">Row-major, in single precision.</param>
/// <param name="AreIntegers">Whether the file's values are integers or booleans.</param>
internal sealed record NpyArray(string Source, ImmutableArray<int> Shape, float[] Values, bool AreIntegers)
{
    /// <summary>Values of one sample.</summary>
    public int SampleSize => Values.Length / Shape[0];
}
