namespace L2O.Serving.Views;

/// <summary>A part of a page: sent whole whenever it has changed.</summary>
/// <param name="Name">Letters only.</param>
/// <param name="Json">The content, without line ends.</param>
internal readonly record struct LivePart(string Name, string Json);
