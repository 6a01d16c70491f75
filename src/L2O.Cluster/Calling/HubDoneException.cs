namespace L2O.Cluster.Calling;

/// <summary>Worker 0 has all results: there is nothing left to do.</summary>
internal sealed class HubDoneException() : OperationCanceledException("worker 0 is done");
