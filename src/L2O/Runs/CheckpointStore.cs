using L2O.MetaTraining;
using L2O.Optimizers.Learned;

namespace L2O.Runs;

/// <summary>The last two checkpoints of a run folder: a damaged one costs no more than the time between two.</summary>
/// <param name="folder">An existing folder.</param>
internal sealed class CheckpointStore(string folder)
{
    /// <summary>Stores a state; the one before is kept.</summary>
    public void Save(ILearnedOptimizer learned, MetaTrainingState<float> state) => CheckpointFile.Save(
        Path.Combine(folder, CheckpointFile.FileName), learned, state, Path.Combine(folder, CheckpointFile.PreviousFileName));

    /// <summary>The newest state that is sound; null if there is no checkpoint yet.</summary>
    /// <param name="learned">Gives the layout of phi.</param>
    /// <param name="warning">What is wrong with the newest checkpoint, if the one before had to be used.</param>
    /// <exception cref="InvalidDataException">There are checkpoints, and none is sound.</exception>
    public MetaTrainingState<float>? Load(ILearnedOptimizer learned, out string? warning) =>
        Newest(folder, path => CheckpointFile.Load(path, learned), out warning);

    /// <summary>The newest of a folder's two checkpoints that is sound; null if there is none yet.</summary>
    /// <typeparam name="T">What a checkpoint holds.</typeparam>
    /// <param name="folder">The folder.</param>
    /// <param name="read">Reads one; throws <see cref="InvalidDataException"/> if it is damaged.</param>
    /// <param name="warning">What is wrong with the newest, if the one before had to be used.</param>
    /// <exception cref="InvalidDataException">There are checkpoints, and none is sound.</exception>
    public static T? Newest<T>(string folder, Func<string, T> read, out string? warning) where T : class
    {
        warning = null;
        string current = Path.Combine(folder, CheckpointFile.FileName), previous = Path.Combine(folder, CheckpointFile.PreviousFileName);
        // A crash between two renames leaves the previous one alone: that is no damage.
        if (!File.Exists(current))
            return File.Exists(previous) ? Last(previous, read) : null;
        try
        {
            return File.Exists(previous) ? read(current) : Last(current, read);
        }
        catch (InvalidDataException failure) when (File.Exists(previous))
        {
            try
            {
                T state = read(previous);
                warning = $"{failure.Message}; using the checkpoint before it, {CheckpointFile.PreviousFileName}";
                return state;
            }
            catch (InvalidDataException)
            {
                throw Lost(failure); // tells of the file that a user would look at
            }
        }
    }

    private static T Last<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (InvalidDataException failure)
        {
            throw Lost(failure);
        }
    }

    private static InvalidDataException Lost(InvalidDataException failure) => new(
        $"{failure.Message.TrimEnd('.')}; there is no other checkpoint, so begin again in a new folder with the settings of config.json",
        failure);
}
