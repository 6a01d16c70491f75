using System.Numerics;
using L2O.Optimizees.Symmetry;
using L2O.Optimizers.Rules;

namespace L2O.Dynamics.Symmetry;

/// <summary>
/// What SGD makes of the quantities that gradient flow conserves, step by step and exactly up to rounding (docs/conservation.md derives it;
/// the continuous-time form is that of Kunin et al., "Neural mechanics", ICLR 2021). η is the learning rate, m the momentum, d the weight
/// decay, Q the form ‖W1‖² + b² - ‖W2‖² (or ‖W‖² + b²) of a unit.
/// Without momentum Q(θ') = (1 - ηd)²·Q(θ) + η²·Q(g); with momentum, the updates u being known, ΔQ' = m·ΔQ - 2ηd·Q(θ) + Q(u') + m·Q(u).
/// A column's sum L follows w' = m·w + d·L, L' = L - η·w', from its start alone.
/// </summary>
/// <remarks>Nesterov's momentum has the closed form for column sums only: the other quantities need the velocity's inner product with the
/// update.</remarks>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class SgdConservation<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Sgd _settings;
    private readonly UnitDeviations<T> _form;
    private readonly bool _isLinear;
    private readonly double[] _start; // (unit), and so on
    private readonly double[] _change;
    private readonly double[] _lastStep; // ΔQ of the step before; of a column the velocity's sum
    private readonly double[] _lastForm; // Q(u) of the step before

    /// <summary>Begins at the start of a run.</summary>
    /// <param name="symmetry">Of the network.</param>
    /// <param name="settings">The optimizer, from its fresh state.</param>
    /// <param name="theta">(n) parameters before the first step.</param>
    /// <exception cref="ArgumentException">There is no closed form, see <see cref="Covers"/>.</exception>
    public SgdConservation(NetworkSymmetry symmetry, Sgd settings, ReadOnlySpan<T> theta)
    {
        ArgumentNullException.ThrowIfNull(symmetry);
        ArgumentNullException.ThrowIfNull(settings);
        if (!Covers(symmetry.Kind, settings))
            throw new ArgumentException(
                $"no closed form for '{symmetry.Name}' under '{settings.Name}'; expected a translation symmetry, or no Nesterov momentum",
                nameof(settings));
        (_settings, _form, _isLinear) = (settings, new UnitDeviations<T>(symmetry), symmetry.Kind == SymmetryKind.Translation);
        _form.Measure(theta, theta);
        _start = _form.Signed.ToArray();
        (_change, _lastStep, _lastForm) = (new double[_start.Length], new double[_start.Length], new double[_start.Length]);
    }

    /// <summary>(unit) predicted change of the conserved quantity since the start.</summary>
    public ReadOnlySpan<double> Change => _change;

    /// <summary>Whether there is a closed form.</summary>
    /// <param name="kind">Kind of symmetry.</param>
    /// <param name="optimizer">Any optimizer.</param>
    public static bool Covers(SymmetryKind kind, object optimizer) => optimizer is Sgd sgd
        && (kind == SymmetryKind.Translation || !sgd.Nesterov);

    /// <summary>Goes on by a step.</summary>
    /// <param name="gradient">(n) the step's gradient, without weight decay; read without momentum.</param>
    /// <param name="update">(n) what the step added to theta; read with momentum.</param>
    public void Advance(ReadOnlySpan<T> gradient, ReadOnlySpan<T> update)
    {
        if (_isLinear)
        {
            AdvanceSums();
            return;
        }
        double rate = _settings.LearningRate, decay = _settings.WeightDecay, momentum = _settings.Momentum;
        ReadOnlySpan<T> vector = momentum > 0 ? update : gradient;
        _form.Measure(vector, vector);
        ReadOnlySpan<double> form = _form.Signed;
        for (int unit = 0; unit < form.Length; unit++)
        {
            double value = _start[unit] + _change[unit];
            double step = momentum > 0
                ? momentum * (_lastStep[unit] + _lastForm[unit]) - 2 * rate * decay * value + form[unit]
                : rate * decay * (rate * decay - 2) * value + rate * rate * form[unit];
            (_lastStep[unit], _lastForm[unit]) = (step, form[unit]);
            _change[unit] += step;
        }
    }

    private void AdvanceSums()
    {
        double rate = _settings.LearningRate, decay = _settings.WeightDecay, momentum = _settings.Momentum;
        for (int unit = 0; unit < _start.Length; unit++)
        {
            double pull = decay * (_start[unit] + _change[unit]), velocity = momentum * _lastStep[unit] + pull;
            _lastStep[unit] = velocity;
            _change[unit] -= rate * (_settings.Nesterov ? pull + momentum * velocity : velocity);
        }
    }
}
