using System.Numerics.Tensors;
using L2O.Data;
using L2O.Optimizees.Layers;

namespace L2O.Optimizees;

public sealed partial class Network<T>
{
    /// <inheritdoc/>
    public void SampleGradients(ReadOnlySpan<T> theta, Batch<T> batch, Span<T> gradients)
    {
        int n = Layout.Count;
        if (gradients.Length != batch.Count * n)
            throw new ArgumentException($"room for {gradients.Length} values; expected {batch.Count} gradients of {n}", nameof(gradients));
        if (!_samplesAreIndependent
            || !_layers.All(static layer => layer.Signature.Parameters.IsEmpty
                || layer is ISampleGradientLayer<T> { SupportsSampleGradients: true }))
        {
            for (int sample = 0; sample < batch.Count; sample++)
                EvaluationGradient(theta, batch.Slice(sample, 1), gradients.Slice(sample * n, n));
            return;
        }
        EvaluateForward(theta, batch);
        BackwardBySample(theta, batch, gradients);
    }

    /// <summary>As the backward pass of evaluation, but each sample's derivatives by the parameters are kept apart.</summary>
    private void BackwardBySample(ReadOnlySpan<T> theta, Batch<T> batch, Span<T> gradients)
    {
        if (_sampleScratch.Length == 0)
            _sampleScratch = new T[Layout.Count];
        Span<T> dOutputs = _dOutput.Span[..(batch.Count * OutputSize)];
        _loss.Backward(Output(_layers.Length - 1, batch.Count), batch, dOutputs);
        // each sample's loss by itself, not its share of the mean
        TensorPrimitives.Multiply(dOutputs, T.CreateChecked(batch.Count), dOutputs);
        for (int i = _layers.Length - 1; i >= _firstTrained; i--)
        {
            LayerPass<T> pass = Pass(i, theta, batch.Inputs, batch.Count, isTraining: false);
            Span<T> dOutput = _dOutput.Span[..(batch.Count * _signatures[i].OutputSize)];
            if (_layers[i] is ISampleGradientLayer<T> trained && !_signatures[i].Parameters.IsEmpty)
                for (int sample = 0; sample < batch.Count; sample++)
                    trained.SampleGradient(pass, dOutput, sample, gradients.Slice(sample * Layout.Count, Layout.Count)[_parameters[i]]);
            if (i > _firstTrained)
                _layers[i].Backward(pass, Output(i, batch.Count), dOutput, _sampleScratch.AsSpan()[_parameters[i]],
                    _dInput.Span[..(batch.Count * _signatures[i].InputSize)]);
            (_dOutput, _dInput) = (_dInput, _dOutput);
        }
    }
}
