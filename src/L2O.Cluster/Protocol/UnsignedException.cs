namespace L2O.Cluster.Protocol;

/// <summary>A message is not from who it should be from.</summary>
/// <param name="message">What is wrong.</param>
internal sealed class UnsignedException(string message) : Exception(message);
