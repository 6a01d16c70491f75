namespace L2O.Data;

/// <summary>Where a stream of batches stands: all that its continuation needs besides its stream of random numbers.</summary>
/// <param name="Epoch">Passes over the dataset that are complete.</param>
/// <param name="Offset">Samples of the present pass that have been drawn, 0..count-1.</param>
internal readonly record struct SamplerPosition(int Epoch, int Offset);
