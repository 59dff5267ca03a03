using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Loops;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Unrolled steps as one loop with checkpoints.</summary>
internal static class UnrolledLoop
{
    /// <summary>Under a byte budget the iterate and its derivatives have the bits of a loop that keeps everything, and are those of recorded steps but for rounding; in a fraction of the memory.</summary>
    /// <param name="data">The data.</param>
    /// <param name="start">The first iterate.</param>
    /// <param name="unroll">Data, first iterate and schedule to the iterate after all steps.</param>
    internal static void Check<TIn, TOut>(NdArray<TOut> data, NdArray<TIn> start, Func<Var<TOut>, Var<TIn>, Schedule?, Var<TIn>> unroll)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        Derivatives<TIn, TOut> recorded = Run(null);
        Derivatives<TIn, TOut> kept = Run(Schedule.StoreAll);
        Derivatives<TIn, TOut> again = Run(Schedule.ByteBudget(recorded.Peak / 8));
        Assert.Equal(kept.Iterate.AsReadOnlySpan().ToArray(), again.Iterate.AsReadOnlySpan().ToArray());
        Assert.Equal(kept.OfData.AsReadOnlySpan().ToArray(), again.OfData.AsReadOnlySpan().ToArray());
        Assert.Equal(kept.OfStart.AsReadOnlySpan().ToArray(), again.OfStart.AsReadOnlySpan().ToArray());
        Assert.Equal(recorded.Iterate.AsReadOnlySpan().ToArray(), kept.Iterate.AsReadOnlySpan().ToArray());
        using var compute = new Compute(threads: 1);
        double ofData = Size(recorded.OfData);
        double ofStart = Size(recorded.OfStart);
        Assert.True(ofData > 0);
        double error = double.Hypot(Error(recorded.OfData, kept.OfData) * ofData, ofStart == 0 ? 0 : Error(recorded.OfStart, kept.OfStart) * ofStart) / double.Hypot(ofData, ofStart);
        Assert.True(error < 1e-12, $"{error}");
        Assert.True(again.Peak < recorded.Peak / 3, $"{again.Peak} bytes instead of {recorded.Peak}");

        double Size<T>(NdArray<T> x)
            where T : unmanaged => Math.Sqrt(compute.Backend.Dot(x, x).Real);

        double Error<T>(NdArray<T> x, NdArray<T> y)
            where T : unmanaged => TestNumbers.Error(compute, y, x);

        Derivatives<TIn, TOut> Run(Schedule? schedule)
        {
            using var own = new Compute(threads: 1);
            using var tape = new Tape(own);
            Var<TOut> b = tape.Input(data);
            Var<TIn> x = tape.Input(start);
            Var<TIn> iterate = unroll(b, x, schedule);
            tape.Backward(UntypedOps.HalfSquaredNorm(iterate));
            return new Derivatives<TIn, TOut>(Copy(iterate.Value), Copy(tape.Gradient(b)), Copy(tape.Gradient(x)), own.Memory.Peak);
        }

        NdArray<T> Copy<T>(NdArray<T> x)
            where T : unmanaged => NdArray.From(x.AsReadOnlySpan().ToArray()).Reshape(x.Shape);
    }

    private sealed record Derivatives<TIn, TOut>(NdArray<TIn> Iterate, NdArray<TOut> OfData, NdArray<TIn> OfStart, long Peak)
        where TIn : unmanaged
        where TOut : unmanaged;
}
