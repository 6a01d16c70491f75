namespace L2O.Kernels;

/// <summary>Work that splits into numbered items which may run on any thread, in any order, and never write the same memory.</summary>
internal interface IParallelWork
{
    /// <summary>Does one item.</summary>
    /// <param name="item">From 0 to the number of items less one.</param>
    /// <param name="worker">From 0 to the number of threads less one; no two items run with the same worker at once.</param>
    void Execute(int item, int worker);
}
