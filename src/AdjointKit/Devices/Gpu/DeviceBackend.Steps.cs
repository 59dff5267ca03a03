using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;

namespace AdjointKit.Devices.Gpu;

/// <content>What steps of iterations do in one pass over contiguous arrays (Sources/steps.cl); other arrays go the way of every backend.</content>
internal sealed partial class DeviceBackend
{
    internal override void Combine(double a, in UntypedArray x, double b, in UntypedArray y, in UntypedArray into)
    {
        RequireOneType(x, y, into);
        ArgumentList scalars = default;
        scalars.Add(KernelArgument.Real(into.ElementType, a));
        scalars.Add(KernelArgument.Real(into.ElementType, b));
        Run(into, [into, Operand(x, into), Operand(y, into)], Slot(Family.Combine, 0, into.ElementType), scalars.Values);
    }

    internal override (double Magnitudes, double MovedSquared) ShrinkAfterDescent(in UntypedArray x, in UntypedArray previous, double momentum, in UntypedArray gradient, double length, double threshold, in UntypedArray into)
    {
        if (!AreSummable(x, previous, gradient, into)) return base.ShrinkAfterDescent(x, previous, momentum, gradient, length, threshold, into);
        CheckOverlap(gradient, into);
        RequireApart([x, previous], [into]);
        return Shrink(x, previous, momentum, gradient, before: default, length, threshold, into);
    }

    internal override (double Magnitudes, double MovedSquared) ShrinkAfterDescent(in UntypedArray x, in UntypedArray previous, double momentum, in UntypedArray slope, in UntypedArray previousSlope, double length, double threshold, in UntypedArray into)
    {
        if (momentum == 0 || !AreSummable(x, previous, slope, into) || !AreSummable(previousSlope, slope, slope, into)) return base.ShrinkAfterDescent(x, previous, momentum, slope, previousSlope, length, threshold, into);
        RequireApart([x, previous, slope, previousSlope], [into]);
        return Shrink(x, previous, momentum, slope, previousSlope, length, threshold, into);
    }

    internal override double AddWithGain(in UntypedArray slope, in UntypedArray x, in UntypedArray into)
    {
        if (!AreSummable(slope, x, x, into)) return base.AddWithGain(slope, x, into);
        RequireApart([slope, x], [into]);
        into.BeginWrite();
        ArgumentList operands = default;
        operands.Add(slope);
        operands.Add(x);
        operands.Add(into);
        double gain = SumStep("gain", operands.Values, into).Real;
        GC.KeepAlive(slope.Storage);
        GC.KeepAlive(x.Storage);
        GC.KeepAlive(into.Storage);
        return gain;
    }

    private (double Magnitudes, double MovedSquared) Shrink(in UntypedArray x, in UntypedArray previous, double momentum, in UntypedArray slope, in UntypedArray before, double length, double threshold, in UntypedArray into)
    {
        into.BeginWrite();
        ArgumentList operands = default;
        operands.Add(x);
        operands.Add(previous);
        operands.Add(slope);
        if (before.IsDefault)
        {
            operands.Add(KernelArgument.Memory(0));
            operands.Add(0L);
        }
        else
        {
            operands.Add(before);
        }

        operands.Add(KernelArgument.Real(into.ElementType, 1 + momentum));
        operands.Add(KernelArgument.Real(into.ElementType, -momentum));
        operands.Add(KernelArgument.Real(into.ElementType, length));
        operands.Add(KernelArgument.Real(into.ElementType, threshold));
        operands.Add(into);
        Complex sums = SumStep("shrink", operands.Values, into);
        GC.KeepAlive(x.Storage);
        GC.KeepAlive(previous.Storage);
        GC.KeepAlive(slope.Storage);
        if (!before.IsDefault) GC.KeepAlive(before.Storage);
        GC.KeepAlive(into.Storage);
        return (sums.Real, sums.Imaginary);
    }

    /// <summary>Whether real arrays are of one shape and contiguous, and have elements.</summary>
    /// <exception cref="NotSupportedException">They are complex.</exception>
    private bool AreSummable(in UntypedArray first, in UntypedArray second, in UntypedArray third, in UntypedArray into)
    {
        RequireOneType(first, second, into);
        RequireOneType(third, third, into);
        RequireHere(first);
        RequireHere(second);
        RequireHere(third);
        RequireHere(into);
        if (ElementTypes.IsComplex(into.ElementType)) throw new NotSupportedException($"a step with sums of {into}: real types only");
        return into.Count > 0 && into.IsContiguous && IsWhole(first, into) && IsWhole(second, into) && IsWhole(third, into);
    }

    /// <summary>Runs a step over whole arrays and reads its two sums.</summary>
    private Complex SumStep(string kernel, ReadOnlySpan<KernelArgument> operands, in UntypedArray into)
    {
        Reduction reduction = Plan(1, into.Count);
        UntypedArray partial = Partial(reduction);
        ArgumentList arguments = default;
        reduction.AddTo(ref arguments);
        foreach (KernelArgument operand in operands) arguments.Add(operand);
        arguments.Add(KernelArgument.Memory(partial.Storage.Memory));
        Launch(Find(StepProgram, into.ElementType, kernel, reduction.ByGroup ? "_groups" : "_items"), reduction, arguments.Values);
        Complex sums = FinishWhole("finish_dot", into.ElementType, reduction, partial, into: null);
        partial.Release();
        return sums;
    }
}
