namespace L2O.Studies.Paper.Claims;

/// <summary>The stored tables lack what a claim needs. The message says what.</summary>
internal sealed class MissingResultException(string message) : Exception(message);
