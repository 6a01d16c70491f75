using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using L2O.Optimizers.Wrappers;

namespace L2O.Optimizers;

/// <summary>The parts behind an optimizer's name in its text.</summary>
internal static class OptimizerParts
{
    private const string GroupPrefix = "group(";

    /// <summary>What a part looks like, for help and messages.</summary>
    public static ImmutableArray<string> Forms { get; } =
    [
        ":weight-decay=DECAY", ":clip=NORM", ":clip-value=BOUND", ":decoupled-decay=DECAY", ":schedule=KIND", ":warmup=STEPS", ":min=SHARE",
        ":step=EVERY", ":factor=FACTOR", ":skip=TENSORS", ":non-finite=skip|refuse", ":group(TENSORS)=OPTIMIZER",
    ];

    private static readonly ImmutableArray<string> s_keys =
        ["weight-decay", "clip", "clip-value", "decoupled-decay", "schedule", "warmup", "min", "step", "factor", "skip",
            "non-finite"];

    /// <summary>Whether a text begins as a part does.</summary>
    public static bool IsPart(string text) => text.StartsWith(GroupPrefix, StringComparison.Ordinal)
        || s_keys.Any(key => text.StartsWith(key + "=", StringComparison.Ordinal));

    /// <summary>Settings of a name, a rate and parts.</summary>
    /// <param name="text">The whole text, for messages.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="rate">Its learning rate, if it has one.</param>
    /// <param name="parts">Without the colons.</param>
    public static OptimizerSettings Read(string text, string name, double? rate, IReadOnlyList<string> parts)
    {
        var given = new Given(text);
        foreach (string part in parts)
            given.Add(part);
        return new OptimizerSettings(name, rate, given.Number("weight-decay", "DECAY", "a decay of at least 0", 0, inclusive: true),
            given.Number("clip", "NORM", "a norm above 0", 0, inclusive: false),
            given.Number("clip-value", "BOUND", "a bound above 0", 0, inclusive: false),
            given.Number("decoupled-decay", "DECAY", "a decay of at least 0", 0, inclusive: true), given.Schedule(), given.Skip,
            given.Groups, given.NonFinite());
    }

    /// <summary>The parts of settings, each with its colon, in a fixed order.</summary>
    public static string Format(OptimizerSettings settings)
    {
        var text = new StringBuilder();
        void Add(string key, double? value)
        {
            if (value is { } number)
                text.Append(CultureInfo.InvariantCulture, $":{key}={number}");
        }

        Add("weight-decay", settings.WeightDecay);
        Add("decoupled-decay", settings.DecoupledDecay);
        Add("clip-value", settings.ClipValue);
        Add("clip", settings.Clip);
        if (settings.Schedule is { } schedule)
        {
            text.Append(CultureInfo.InvariantCulture, $":schedule={Schedule.NameOf(schedule.Kind)}");
            Add("warmup", schedule.WarmUp > 0 ? schedule.WarmUp : null);
            Add("min", schedule.Kind != ScheduleKind.Constant && schedule.Min > 0 ? schedule.Min : null);
            if (schedule.Kind is ScheduleKind.Step or ScheduleKind.Exponential)
            {
                Add("step", schedule.Every);
                Add("factor", schedule.Factor);
            }
        }
        if (settings.NonFinite != NonFiniteGradients.Pass)
            text.Append(CultureInfo.InvariantCulture, $":non-finite={settings.NonFinite.ToString().ToLowerInvariant()}");
        foreach (string tensors in settings.Skip ?? [])
            text.Append(CultureInfo.InvariantCulture, $":skip={tensors}");
        foreach (OptimizerGroup group in settings.Groups ?? [])
            text.Append(CultureInfo.InvariantCulture,
                $":group({group.Tensors})={(NeedsParentheses(group.Settings) ? $"({group.Optimizer})" : group.Optimizer)}");
        return text.ToString();
    }

    private static bool NeedsParentheses(OptimizerSettings settings) => settings.IsMixture || Format(settings).Length > 0;

    /// <summary>The parts of one text.</summary>
    private sealed class Given(string text)
    {
        private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
        private readonly List<string> _skip = [];
        private readonly List<OptimizerGroup> _groups = [];

        public ImmutableArray<string>? Skip => _skip.Count == 0 ? null : [.. _skip];

        public ImmutableArray<OptimizerGroup>? Groups => _groups.Count == 0 ? null : [.. _groups];

        public void Add(string part)
        {
            if (part.StartsWith(GroupPrefix, StringComparison.Ordinal))
            {
                AddGroup(part);
                return;
            }
            string[] pair = part.Split('=', 2);
            if (pair.Length != 2 || !s_keys.Contains(pair[0]))
                throw Wrong(part, string.Join(", ", Forms.AsSpan()[..^1].ToArray()) + $" or {Forms[^1]}");
            if (pair[0] == "skip")
                _skip.Add(Checked(part, () => new TensorSelector(pair[1])).Text);
            else if (!_values.TryAdd(pair[0], pair[1]))
                throw Wrong(part, $"':{pair[0]}' once");
        }

        public double? Number(string key, string form, string expected, double least, bool inclusive)
        {
            if (!_values.TryGetValue(key, out string? value))
                return null;
            return OptimizerText.Number(value) is { } number && (inclusive ? number >= least : number > least)
                ? number : throw Wrong($"{key}={value}", $":{key}={form} with {expected}");
        }

        public Schedule? Schedule()
        {
            ScheduleKind? kind = _values.TryGetValue("schedule", out string? name)
                ? Wrappers.Schedule.KindOf(name) ?? throw Wrong($"schedule={name}",
                    $":schedule=KIND with one of {string.Join(", ", Wrappers.Schedule.KindNames)}") : null;
            if (kind is null && !_values.ContainsKey("warmup"))
            {
                if (((string[])["min", "step", "factor"]).FirstOrDefault(_values.ContainsKey) is { } lone)
                    throw Wrong($"{lone}={_values[lone]}", $":schedule=KIND beside ':{lone}'");
                return null;
            }
            ScheduleKind chosen = kind ?? ScheduleKind.Constant;
            Refuse("min", chosen != ScheduleKind.Constant, "cosine, step or exponential");
            Refuse("step", chosen is ScheduleKind.Step or ScheduleKind.Exponential, "step or exponential");
            Refuse("factor", chosen is ScheduleKind.Step or ScheduleKind.Exponential, "step or exponential");
            var defaults = new Schedule();
            return new Schedule(chosen, Integer("warmup", 0) ?? 0, Share("min", 0) ?? 0, Integer("step", 1) ?? defaults.Every,
                Share("factor", double.Epsilon) ?? defaults.Factor);
        }

        public NonFiniteGradients NonFinite() => !_values.TryGetValue("non-finite", out string? value) ? NonFiniteGradients.Pass
            : value switch
            {
                "skip" => NonFiniteGradients.Skip,
                "refuse" => NonFiniteGradients.Refuse,
                _ => throw Wrong($"non-finite={value}", "':non-finite=skip' or ':non-finite=refuse'"),
            };

        private void AddGroup(string part)
        {
            int end = part.IndexOf(")=", StringComparison.Ordinal);
            if (end < 0)
                throw Wrong(part, ":group(TENSORS)=OPTIMIZER");
            string optimizer = part[(end + 2)..];
            _groups.Add(Checked(part, () => new OptimizerGroup(part[GroupPrefix.Length..end],
                OptimizerText.Unwrap(optimizer) ?? optimizer)));
        }

        private TResult Checked<TResult>(string part, Func<TResult> make)
        {
            try
            {
                return make();
            }
            catch (ArgumentException failure)
            {
                string why = failure.Message.Split(" (Parameter")[0];
                throw new ArgumentException($"optimizer '{text}' has the part ':{part}'; {why}", failure);
            }
        }

        private void Refuse(string key, bool fits, string kinds)
        {
            if (!fits && _values.TryGetValue(key, out string? value))
                throw Wrong($"{key}={value}", $"':{key}' with a schedule of the kind {kinds}");
        }

        private int? Integer(string key, int least) => !_values.TryGetValue(key, out string? value) ? null
            : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least ? number
            : throw Wrong($"{key}={value}", $":{key}=STEPS with an integer of at least {least}");

        private double? Share(string key, double least) => !_values.TryGetValue(key, out string? value) ? null
            : OptimizerText.Number(value) is { } number && number >= least && number <= 1 ? number
            : throw Wrong($"{key}={value}", $":{key}=SHARE with a number {(least > 0 ? "above 0, at most 1" : "from 0 to 1")}");

        private ArgumentException Wrong(string part, string expected) =>
            new($"optimizer '{text}' has the part ':{part}'; expected {expected}");
    }
}
