using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;

namespace AdjointKit.Benchmarks.Fourier;

/// <summary>One transform, ours and FFTW's on the same arrays, out of place. T: float or double; TComplex: its complex type.</summary>
internal sealed unsafe class FourierCase<T, TComplex> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TComplex : unmanaged
{
    private readonly UntypedArray x;
    private readonly UntypedArray into;
    private readonly FftwPlan fftw;
    private readonly Action ours;

    internal FourierCase(int[] lengths, int batch, bool real, Compute compute, bool measured)
    {
        nint[] shape = [batch, .. lengths.Select(length => (nint)length)];
        nint[] kept = [.. shape];
        if (real) kept[^1] = (kept[^1] / 2) + 1;
        x = real ? compute.Zeros<T>(shape) : compute.Zeros<TComplex>(shape);
        into = compute.Zeros<TComplex>(kept);
        fftw = new FftwPlan(lengths, batch, x.Pointer, into.Pointer, typeof(T) == typeof(float), real, compute.Team.Threads, measured);
        ours = lengths.Length == 1 ? Line(compute.Backend.PlanFourier(lengths[0]), real) : Grid(compute.Backend.PlanFourier(new Shape(shape[1..])), real);
        T* values = (T*)x.Pointer;
        for (nint i = 0; i < x.Count * (real ? 1 : 2); i++) values[i] = T.CreateChecked(Math.Sin((0.37 * i) + (1e-7 * i * i)));
    }

    /// <summary>Whether FFTW's plan comes from a patient search.</summary>
    internal bool IsPatient => fftw.IsPatient;

    /// <summary>FFTW, then ours.</summary>
    internal Contestant[] Contestants() => [new("FFTW", Repeat(fftw.Execute)), new("ours", Repeat(ours))];

    /// <summary>The relative difference of the two results.</summary>
    internal double Difference()
    {
        long count = (long)into.Count * 2;
        T* values = (T*)into.Pointer;
        fftw.Execute();
        T[] expected = new ReadOnlySpan<T>(values, checked((int)count)).ToArray();
        ours();
        double error = 0;
        double norm = 0;
        for (long i = 0; i < count; i++)
        {
            double value = double.CreateChecked(expected[i]);
            error += Math.Pow(double.CreateChecked(values[i]) - value, 2);
            norm += value * value;
        }

        return Math.Sqrt(error / norm);
    }

    public void Dispose()
    {
        fftw.Dispose();
        x.Release();
        into.Release();
    }

    private Action Line(FourierPlan plan, bool real) => real ? () => plan.ForwardReal(x, into) : () => plan.Forward(x, into);

    private Action Grid(GridFourierPlan plan, bool real) => real ? () => plan.ForwardReal(x, into) : () => plan.Forward(x, into);

    private static Action<int> Repeat(Action action) => repetitions =>
    {
        for (int i = 0; i < repetitions; i++) action();
    };
}
