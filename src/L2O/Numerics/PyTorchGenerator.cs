using System.Numerics;

namespace L2O.Numerics;

/// <summary>
/// The random numbers of PyTorch on a CPU: MT19937 (Matsumoto and Nishimura 1998), started from a seed as by <c>torch.manual_seed</c>.
/// </summary>
internal sealed class PyTorchGenerator
{
    private const int Length = 624;
    private const int Shift = 397;

    private readonly uint[] _state = new uint[Length];
    private int _next = Length;

    /// <param name="seed">PyTorch's; of longer ones it takes the low 32 bits too.</param>
    public PyTorchGenerator(uint seed)
    {
        _state[0] = seed;
        for (int i = 1; i < Length; i++)
            _state[i] = 1812433253 * (_state[i - 1] ^ (_state[i - 1] >> 30)) + (uint)i;
    }

    /// <summary>32 uniform bits.</summary>
    public uint NextUInt32()
    {
        if (_next == Length)
            Twist();
        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >> 18);
    }

    /// <summary>
    /// Fills with what <c>uniform_(-bound, bound)</c> makes of float32 tensors: the low 24 bits of each draw, stretched by one fused
    /// multiply-add in single precision.
    /// </summary>
    /// <param name="values">Overwritten.</param>
    /// <param name="bound">In double precision, as Python has it.</param>
    public void FillUniform<T>(Span<T> values, double bound) where T : IFloatingPointIeee754<T>
    {
        float low = (float)-bound, range = (float)bound - low;
        foreach (ref T value in values)
            value = T.CreateChecked(MathF.FusedMultiplyAdd((NextUInt32() & 0xffffff) * (1f / (1 << 24)), range, low));
    }

    private void Twist()
    {
        for (int i = 0; i < Length; i++)
        {
            uint y = (_state[i] & 0x80000000) | (_state[(i + 1) % Length] & 0x7fffffff);
            _state[i] = _state[(i + Shift) % Length] ^ (y >> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        _next = 0;
    }
}
