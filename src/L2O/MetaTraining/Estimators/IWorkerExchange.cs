namespace L2O.MetaTraining.Estimators;

/// <summary>An exchange whose processes keep checkpoints of their own, and help each other to catch up behind them.</summary>
internal interface IWorkerExchange : IShareExchange
{
    /// <summary>Whether all processes are to store a checkpoint behind the last meta-step.</summary>
    bool WantsCheckpoint { get; }

    /// <summary>The process has its folder and stands where its checkpoint says.</summary>
    /// <param name="roundsDone">See <see cref="ExchangeRounds"/>.</param>
    void Begin(int roundsDone);

    /// <summary>A checkpoint is about to be written: what the others may need from here has to be on disk first.</summary>
    void Storing();

    /// <summary>A checkpoint is on disk.</summary>
    /// <param name="roundsDone">Where it stands.</param>
    void Stored(int roundsDone);
}
