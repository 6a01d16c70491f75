namespace L2O.Studies.Yardstick.Scores;

/// <summary>
/// How many steps tuned Adam needs for what an optimizer reaches in H, over H: 1.5 means that Adam needs half as many again. Adam's curve
/// is that of its run of H steps, and where that does not get there, of its run of 2·H.
/// </summary>
/// <param name="Value">0 for an optimizer that diverged, at most 2.</param>
/// <param name="IsReached">Whether Adam got there; if not, the value is 2, which it is at least.</param>
internal readonly record struct SpeedUp(double Value, bool IsReached)
{
    /// <summary>What counts where Adam does not get there in twice the steps.</summary>
    public const double NotReached = 2;

    /// <summary>Compares an optimizer with Adam on one task.</summary>
    /// <param name="final">The optimizer's final training loss; infinite or NaN if it diverged.</param>
    /// <param name="adam">Adam's smoothed training losses in a run of H steps, which it was tuned for.</param>
    /// <param name="longer">The same in a run of 2·H steps.</param>
    /// <param name="horizon">H.</param>
    public static SpeedUp Of(double final, ReadOnlySpan<float> adam, ReadOnlySpan<float> longer, int horizon)
    {
        if (!double.IsFinite(final))
            return new SpeedUp(0, true);
        int step = FirstAtMost(adam, final) ?? FirstAtMost(longer, final) ?? 0;
        return step == 0 ? new SpeedUp(NotReached, false) : new SpeedUp((double)step / horizon, true);
    }

    private static int? FirstAtMost(ReadOnlySpan<float> losses, double bound)
    {
        for (int i = 0; i < losses.Length; i++)
            if (losses[i] <= (float)bound)
                return i + 1;
        return null;
    }
}
