using L2O.MetaTraining.Estimators;

namespace L2O.Tests.MetaTraining.Estimators;

/// <summary>Workers in one process: each owns every so many-th particle, all meet at a barrier.</summary>
internal sealed class SharedMemoryExchange(int workers) : IDisposable
{
    private readonly Barrier _barrier = new(workers);
    private readonly Lock _gate = new();
    private ParticleShare[] _shares = [];
    private double[] _losses = [];

    public void Dispose() => _barrier.Dispose();

    public IShareExchange Of(int worker) => new Member(this, worker);

    private void Meet<T>(ref T[] all, Span<T> own, Func<int, bool> owns)
    {
        lock (_gate)
        {
            if (all.Length != own.Length)
                all = new T[own.Length];
            for (int i = 0; i < own.Length; i++)
                if (owns(i))
                    all[i] = own[i];
        }
        _barrier.SignalAndWait();
        all.CopyTo(own);
        _barrier.SignalAndWait();
    }

    private sealed class Member(SharedMemoryExchange hub, int worker) : IShareExchange
    {
        public bool Owns(int number) => number % hub._barrier.ParticipantCount == worker;

        public void Exchange(int metaStep, Span<ParticleShare> shares, CancellationToken cancellation) =>
            hub.Meet(ref hub._shares, shares, Owns);

        public void Exchange(int epoch, Span<double> losses, CancellationToken cancellation) => hub.Meet(ref hub._losses, losses, Owns);
    }
}
