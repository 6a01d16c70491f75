namespace L2O.Dynamics;

/// <summary>Takes measured numbers, e.g. into a table.</summary>
public interface IMeasurementSink
{
    /// <summary>Takes one number.</summary>
    void Add(in Measurement measurement);
}
