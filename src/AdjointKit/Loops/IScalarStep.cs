using System.Numerics;

namespace AdjointKit.Loops;

/// <summary>
/// One step of a scalar program whose whole state lies open: a few numbers that go on from step to step. Written for any number, so that the loop can run it plainly
/// and record only what it is about to take back.
/// </summary>
public interface IScalarStep
{
    /// <summary>Takes the state from step <paramref name="step"/> to the next. Run again on the same numbers it must do the same.</summary>
    /// <param name="step">The number of the step, from 0.</param>
    /// <param name="parameters">What stays the same for all steps.</param>
    /// <param name="state">The state, changed in place.</param>
    void Advance<T>(long step, ReadOnlySpan<T> parameters, Span<T> state)
        where T : IFloatingPointIeee754<T>;
}
