using L2O.MetaTraining;
using L2O.Optimizers.Learned;

namespace L2O.Runs;

/// <summary>The last two checkpoints of a run folder: a damaged one costs no more than the time between two.</summary>
/// <param name="folder">An existing folder.</param>
internal sealed class CheckpointStore(string folder)
{
    private readonly string _current = Path.Combine(folder, CheckpointFile.FileName);
    private readonly string _previous = Path.Combine(folder, CheckpointFile.PreviousFileName);

    /// <summary>Stores a state; the one before is kept.</summary>
    public void Save(ILearnedOptimizer learned, MetaTrainingState<float> state) => CheckpointFile.Save(_current, learned, state, _previous);

    /// <summary>The newest state that is sound; null if there is no checkpoint yet.</summary>
    /// <param name="learned">Gives the layout of phi.</param>
    /// <param name="warning">What is wrong with the newest checkpoint, if the one before had to be used.</param>
    /// <exception cref="InvalidDataException">There are checkpoints, and none is sound.</exception>
    public MetaTrainingState<float>? Load(ILearnedOptimizer learned, out string? warning)
    {
        warning = null;
        // A crash between two renames leaves the previous one alone: that is no damage.
        if (!File.Exists(_current))
            return File.Exists(_previous) ? CheckpointFile.Load(_previous, learned) : null;
        try
        {
            return CheckpointFile.Load(_current, learned);
        }
        catch (InvalidDataException failure) when (File.Exists(_previous))
        {
            try
            {
                MetaTrainingState<float> state = CheckpointFile.Load(_previous, learned);
                warning = $"{failure.Message}; using the checkpoint before it, {CheckpointFile.PreviousFileName}";
                return state;
            }
            catch (InvalidDataException)
            {
                throw failure; // tells of the file that a user would look at
            }
        }
    }
}
