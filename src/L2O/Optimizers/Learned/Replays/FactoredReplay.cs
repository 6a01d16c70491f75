using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Optimizers.Learned.Factored;

namespace L2O.Optimizers.Learned.Replays;

/// <summary>
/// The features of one tensor once more, step by step in double precision by plain loops, with their derivatives by the rates of the
/// running means where these are learned: each running mean depends on one rate, so its derivative goes along with it, and nothing has to
/// be passed back through the steps.
/// </summary>
internal sealed class FactoredReplay
{
    private const int Decays = FeatureTable.Decays;

    private readonly FeatureForm _form;
    private readonly LineReplay _lines;
    private readonly bool _hasTangents;
    private readonly FollowedMean[] _momentum;
    private readonly FollowedMean _square;
    private readonly double[] _g;

    /// <param name="form">What the network reads.</param>
    /// <param name="tensor">What the tensor is.</param>
    /// <param name="count">Its coordinates.</param>
    /// <param name="hasTangents">Whether rates are learned.</param>
    public FactoredReplay(FeatureForm form, FactoredTensor tensor, int count, bool hasTangents)
    {
        (_form, _hasTangents, _g) = (form, hasTangents, new double[count]);
        _momentum = [.. Enumerable.Range(0, Decays).Select(_ => new FollowedMean(count))];
        _square = new FollowedMean(count);
        _lines = new LineReplay(form, tensor, count);
        Features = new FeatureColumns(form.Inputs, count);
    }

    /// <summary>The features of the last step, each in its own scale, in the order of phi.</summary>
    public FeatureColumns Features { get; }

    /// <summary>Features that there are.</summary>
    public int Inputs => _lines.HasFeatures ? _form.Inputs : _form.FirstOfLine;

    /// <summary>Begins at a state, which depends on no rate.</summary>
    public void Load<T>(in FactoredStateSpans<T> state) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = _g.Length;
        for (int decay = 0; decay < Decays; decay++)
            _momentum[decay].Load<T>(state.Momentum.Slice(decay * count, count));
        _square.Load<T>(state.Square);
        _lines.Load(state);
    }

    /// <summary>One step: the means move on, and features follow.</summary>
    /// <param name="rates">Of the means.</param>
    /// <param name="theta">(coordinate).</param>
    /// <param name="gradient">(coordinate).</param>
    public void Step<T>(FeatureRates rates, ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < _g.Length; i++)
            _g[i] = Math.Clamp(double.CreateTruncating(gradient[i]), -_form.Bound, _form.Bound);
        _lines.Step(rates, _g);
        for (int i = 0; i < _g.Length; i++)
        {
            for (int decay = 0; decay < Decays; decay++)
                _momentum[decay].Follow(i, _g[i], rates.Momentum[decay]);
            _square.Follow(i, _g[i] * _g[i], rates.Square);
            WriteOwn(i, double.CreateTruncating(theta[i]));
            for (int decay = 0; decay < Decays; decay++)
                WriteDecay(i, decay);
        }
    }

    private void WriteOwn(int i, double theta)
    {
        (double g, double r) = (_g[i], _square.Values[i]);
        double inverse = 1 / Math.Sqrt(r + _form.RootEpsilon);
        Set(0, i, g);
        Set(1, i, Math.Clamp(g, -FeatureTable.SmallBound, FeatureTable.SmallBound));
        Set(2, i, theta);
        Set(3, i, r);
        Set(4, i, inverse);
        Set(5, i, g * inverse);
        if (!_hasTangents)
            return;
        SetTangent(Decays, 3, i, _square.Tangents[i]);
        SetTangent(Decays, 4, i, InverseTangent(i, inverse));
    }

    private void WriteDecay(int i, int decay)
    {
        int first = FeatureTable.OfAllDecays + decay * FeatureTable.OfDecay, ofLines = Decays + 1 + decay;
        double m = _momentum[decay].Values[i], inverse = 1 / Math.Sqrt(_square.Values[i] + _form.RootEpsilon);
        LineValue line = _lines.Of(decay, i);
        Set(first, i, m);
        Set(first + 1, i, m * inverse);
        Set(first + 2, i, _g[i] * line.Factor.Value);
        Set(first + 3, i, m * line.OfMomentum.Value);
        if (_lines.HasFeatures)
            WriteLines(i, decay, line);
        if (!_hasTangents)
            return;
        double dm = _momentum[decay].Tangents[i];
        SetTangent(decay, first, i, dm);
        SetTangent(decay, first + 1, i, dm * inverse);
        SetTangent(decay, first + 3, i, dm * line.OfMomentum.Value);
        SetTangent(Decays, first + 1, i, m * InverseTangent(i, inverse));
        SetTangent(ofLines, first + 2, i, _g[i] * line.Factor.Tangent);
        SetTangent(ofLines, first + 3, i, m * line.OfMomentum.Tangent);
    }

    private void WriteLines(int i, int decay, LineValue line)
    {
        ReadOnlySpan<ReplayedNumber> features =
            [line.Row, line.Column, line.Row.InverseRoot(FeatureTable.LineEpsilon), line.Column.InverseRoot(FeatureTable.LineEpsilon)];
        for (int k = 0; k < features.Length; k++)
        {
            int feature = _form.FirstOfLine + k * Decays + decay;
            Features.Set(feature, i, features[k].Value);
            if (_hasTangents)
                Features.SetTangent(Decays + 1 + decay, feature, i, features[k].Tangent);
        }
    }

    private double InverseTangent(int i, double inverse) => -inverse * inverse * inverse * _square.Tangents[i] / 2;

    private void Set(int feature, int i, double value)
    {
        if (_form.InPhi[feature] is >= 0 and var inPhi && inPhi < Inputs)
            Features.Set(inPhi, i, value);
    }

    private void SetTangent(int rate, int feature, int i, double value)
    {
        if (_form.InPhi[feature] is >= 0 and var inPhi && inPhi < Inputs)
            Features.SetTangent(rate, inPhi, i, value);
    }
}
