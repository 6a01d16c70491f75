namespace L2O.MetaTraining.Estimators;

/// <summary>Numbers the rounds in which processes tell each other results: all meta-steps, and behind each epoch its evaluation.</summary>
/// <param name="MetaSteps">Meta-steps of the meta-training.</param>
/// <param name="StepsOfEpoch">Meta-steps of an epoch; the last may have fewer.</param>
internal sealed record ExchangeRounds(int MetaSteps, int StepsOfEpoch)
{
    /// <summary>The round of a meta-step, from 0.</summary>
    public int OfStep(int metaStep) => metaStep + metaStep / StepsOfEpoch;

    /// <summary>The round of an epoch's evaluation; epochs count from 1.</summary>
    public int OfEvaluation(int epoch) => Done(epoch, 0) - 1;

    /// <summary>Rounds that are over where some epochs are done, and some meta-steps of the next.</summary>
    public int Done(int epochs, int steps) => (int)Math.Min((long)epochs * StepsOfEpoch, MetaSteps) + epochs + steps;

    /// <summary>Whether a round is an evaluation.</summary>
    public bool IsEvaluation(int round) => round % (StepsOfEpoch + 1) == StepsOfEpoch
        || round == Done((MetaSteps + StepsOfEpoch - 1) / StepsOfEpoch, 0) - 1;

    /// <summary>What a round is, for people.</summary>
    public string Describe(int round)
    {
        int epoch = round / (StepsOfEpoch + 1);
        return IsEvaluation(round) ? $"the evaluation of epoch {epoch + 1}" : $"meta-step {round - epoch + 1}";
    }
}
