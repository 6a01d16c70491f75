namespace L2O.Studies.Steps;

/// <summary>A file that a step made.</summary>
/// <param name="Path">Relative to the study's folder, with forward slashes.</param>
/// <param name="Sha256">Digest of its bytes, hexadecimal.</param>
internal sealed record StepOutput(string Path, string Sha256);
