namespace L2O.Cluster;

/// <summary>Where worker 0 listens, as a folder says it.</summary>
/// <param name="Hosts">Names and addresses of its machine, the best first, with blanks between.</param>
/// <param name="Port">The port.</param>
/// <param name="Done">Whether it has all that it needs and everybody may end.</param>
internal sealed record HubAddress(string Hosts, int Port, bool Done = false);
