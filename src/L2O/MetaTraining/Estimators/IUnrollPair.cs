using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers;

namespace L2O.MetaTraining.Estimators;

/// <summary>
/// Two inner runs side by side, one for each sign of a perturbation: the same task, start and batches under two phi. A run that nothing
/// perturbs is the positive one alone. Serves one particle; a step allocates nothing.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal interface IUnrollPair<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Sets the phi that a run obeys from now on; copied.</summary>
    /// <param name="negative">Which of the two.</param>
    /// <param name="phi">(P).</param>
    void Bind(bool negative, ReadOnlySpan<T> phi);

    /// <summary>Begins a new run with both phi as they are bound.</summary>
    /// <param name="draw">Everything that is drawn comes from here: equal streams give equal runs.</param>
    /// <param name="progress">0 at the start of the meta-training, 1 at its end.</param>
    /// <param name="length">Steps of the run, 1 or more.</param>
    void Begin(Rng draw, double progress, int length);

    /// <summary>Makes one step of both runs.</summary>
    /// <returns>What each contributes to the meta-loss: the loss before the step, normalized.</returns>
    (double Positive, double Negative) Step();

    /// <summary>The mean loss of both over fresh batches, without a step.</summary>
    (double Positive, double Negative) Recompute();

    /// <summary>Puts the positive run's state into the negative run.</summary>
    void Join();

    /// <summary>Writes both runs; their task and start follow from what <see cref="Begin"/> was given.</summary>
    void Save(StateWriter<T> writer);

    /// <summary>Goes on where <see cref="Save"/> was called, after a <see cref="Begin"/> with the same arguments.</summary>
    /// <exception cref="InvalidDataException">The stored state does not fit.</exception>
    void Load(StateReader<T> reader);
}
