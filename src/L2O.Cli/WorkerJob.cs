using L2O.Cluster;
using L2O.Cluster.Calling;
using L2O.Pretrained;
using L2O.Runs;

namespace L2O.Cli;

/// <summary>One worker's part of a meta-training, as the command line asks for it.</summary>
internal static class WorkerJob
{
    /// <summary>Runs what is not done yet, and waits until all workers have what they need.</summary>
    /// <returns>The best phi; null where worker 0 was done before.</returns>
    public static PhiFile? Run(Invocation invocation, WorkerSession session, MetaTrainingData data, int threads,
        CheckpointInterval checkpoints)
    {
        try
        {
            PhiFile phi = MetaTrainingJob.Run(invocation, session.Folder, data, threads, checkpoints, session.Exchange);
            session.Exchange.Finish(invocation.Cancellation);
            return phi;
        }
        catch (HubDoneException)
        {
            return null;
        }
    }
}
