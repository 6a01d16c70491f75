using System.IO.Enumeration;
using L2O.Numerics;

namespace L2O.Optimizers.Wrappers;

/// <summary>
/// Chooses tensors by name or by role: <c>*.bias</c>, where <c>*</c> stands for any characters, <c>role=normalization</c>, or several of
/// these with <c>|</c> between them.
/// </summary>
internal sealed record TensorSelector
{
    private const string RolePrefix = "role=";
    private readonly string[] _choices;

    /// <summary>A choice of tensors.</summary>
    /// <param name="text">As above.</param>
    /// <exception cref="ArgumentException">A part is empty, or there is no such role.</exception>
    public TensorSelector(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        (Text, _choices) = (text, text.Split('|'));
        foreach (string choice in _choices)
            if (choice.Length == 0 || choice.Any(static character => character is '(' or ')' or ',' or ' '))
                throw new ArgumentException(
                    $"tensors are '{text}'; expected names such as *.bias, or role=ROLE, with | between several", nameof(text));
            else if (choice.StartsWith(RolePrefix, StringComparison.Ordinal) && RoleOf(choice) is null)
                throw new ArgumentException(
                    $"tensors are '{text}' with the role '{choice[RolePrefix.Length..]}'; expected one of {string.Join(", ", RoleNames)}",
                    nameof(text));
    }

    /// <summary>As given.</summary>
    public string Text { get; }

    private static IEnumerable<string> RoleNames => Enum.GetNames<TensorRole>().Select(static name => name.ToLowerInvariant());

    /// <summary>Whether a tensor is chosen.</summary>
    /// <param name="slot">The tensor.</param>
    public bool Chooses(ParameterSlot slot)
    {
        ArgumentNullException.ThrowIfNull(slot);
        return _choices.Any(choice => choice.StartsWith(RolePrefix, StringComparison.Ordinal)
            ? slot.Role == RoleOf(choice) : FileSystemName.MatchesSimpleExpression(choice, slot.Name, ignoreCase: false));
    }

    /// <summary>Whether both are the same text.</summary>
    public bool Equals(TensorSelector? other) => other?.Text == Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static TensorRole? RoleOf(string choice)
    {
        foreach (TensorRole role in Enum.GetValues<TensorRole>())
            if (RoleNames.ElementAt((int)role) == choice[RolePrefix.Length..])
                return role;
        return null;
    }
}
