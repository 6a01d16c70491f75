namespace L2O.Tables;

/// <summary>Which of the measured quantities a curve shows.</summary>
internal enum CurveMeasure
{
    /// <summary>Loss on the iteration's training batch, in nats.</summary>
    TrainLoss,

    /// <summary>Accuracy on the iteration's training batch, 0..1.</summary>
    TrainAccuracy,

    /// <summary>Loss on a test batch, in nats; measured at some iterations only.</summary>
    TestLoss,

    /// <summary>Accuracy on a test batch, 0..1; measured at some iterations only.</summary>
    TestAccuracy,
}
