using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Autodiff;

/// <content>Single precision: differences are too coarse there, so a run in double precision is the measure.</content>
public static partial class GradCheck
{
    private const int Tangents = 3;

    /// <summary>
    /// Compares the gradient of a function in single precision with that of the same function in double precision at the same point, and its forward mode along seeded random directions. Errors
    /// are relative to the largest |gradient|. Check the function in double precision too.
    /// </summary>
    /// <param name="name">What is tested, for the report.</param>
    /// <param name="f">The function.</param>
    /// <param name="twin">The same function in double precision.</param>
    /// <param name="x">Where to differentiate.</param>
    /// <param name="tolerance">The largest error that passes.</param>
    /// <param name="seed">The seed of the directions.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static CheckResult RunSingle(string name, Func<Var<float>, Var> f, Func<Var<double>, Var> twin, NdArray<float> x, double tolerance = 1e-5, ulong seed = 1, Compute? compute = null) =>
        Compare(name, f, twin, x, tolerance, seed, compute);

    /// <inheritdoc cref="RunSingle(string, Func{Var{float}, Var}, Func{Var{double}, Var}, NdArray{float}, double, ulong, Compute?)"/>
    public static CheckResult RunSingle(string name, Func<Var<ComplexF>, Var> f, Func<Var<Complex>, Var> twin, NdArray<ComplexF> x, double tolerance = 1e-5, ulong seed = 1, Compute? compute = null) =>
        Compare(name, f, twin, x, tolerance, seed, compute);

    private static CheckResult Compare<TNarrow, TWide>(string name, Func<Var<TNarrow>, Var> f, Func<Var<TWide>, Var> twin, NdArray<TNarrow> x, double tolerance, ulong seed, Compute? compute)
        where TNarrow : unmanaged
        where TWide : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(twin);
        using Compute? own = compute is null ? new Compute(threads: 1) : null;
        Compute used = compute ?? own!;
        Backend backend = used.Backend;
        using NdArray<TWide> wide = Widened<TNarrow, TWide>(x, backend);
        using NdArray<TNarrow> narrowGradient = Gradient.Of(f, x, used).Gradient;
        using NdArray<TWide> expected = Gradient.Of(twin, wide, used).Gradient;
        using NdArray<TWide> found = Widened<TNarrow, TWide>(narrowGradient, backend);
        using NdArray<TWide> difference = Widened<TNarrow, TWide>(narrowGradient, backend);
        backend.AddScaled(-1, expected, difference);
        double largest = backend.MaxAbs(expected);
        double scale = largest == 0 ? 1 : largest;
        double worst = backend.MaxAbs(difference) / scale;
        string where = $"the gradient, at element {PlaceOfLargest(used, difference)}";
        for (int k = 0; k < Tangents; k++)
        {
            using NdArray<TNarrow> direction = backend.Allocate(ElementTypes.Of<TNarrow>(), x.Shape, account: null).As<TNarrow>();
            backend.FillNormal(direction, new CounterRandom(seed, (ulong)k));
            using NdArray<TWide> wideDirection = Widened<TNarrow, TWide>(direction, backend);
            double along = Along(f, x, direction, used);
            double error = Math.Abs(along - backend.Dot(expected, wideDirection).Real) / (scale * Math.Sqrt(backend.Dot(wideDirection, wideDirection).Real));
            if (error <= worst || double.IsNaN(worst)) continue;
            worst = error;
            where = $"forward mode, along random direction {k} of seed {seed}";
        }

        return new CheckResult(name, "f32", backend.Device.ToString(), worst, tolerance) { Where = where };
    }

    private static double Along<T>(Func<Var<T>, Var> f, NdArray<T> x, NdArray<T> direction, Compute compute)
        where T : unmanaged
    {
        using var tape = new Tape(compute);
        Var<T> input = tape.Input(x);
        return ReadNumber(tape.PushForward(f(input), [input], [tape.Constant(direction)], record: false));
    }

    private static NdArray<TWide> Widened<TNarrow, TWide>(NdArray<TNarrow> x, Backend backend)
        where TNarrow : unmanaged
        where TWide : unmanaged
    {
        NdArray<TWide> wide = backend.Allocate(ElementTypes.Of<TWide>(), x.Shape, account: null).As<TWide>();
        backend.Copy(x, wide);
        return wide;
    }

    private static string PlaceOfLargest<T>(Compute compute, NdArray<T> difference)
        where T : unmanaged
    {
        using NdArray<T> host = compute.ToHost(difference);
        nint place = 0;
        double largest = -1;
        for (nint k = 0; k < host.Count; k++)
        {
            double size = Math.Abs(ArrayElements.NumberAt(host, k));
            if (size <= largest) continue;
            largest = size;
            place = k;
        }

        return ArrayText.IndexText(host.Shape, place);
    }
}
