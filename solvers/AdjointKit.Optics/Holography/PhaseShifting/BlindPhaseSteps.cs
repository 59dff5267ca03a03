using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// The unknown phase steps of three or more holograms of one object, from the holograms themselves: the advanced iterative algorithm (Z. Wang and B. Han, Optics Letters 29, 1671, 2004), which
/// takes turns in fitting the object to the steps and the steps, with a background and a contrast for each hologram, to the object; it starts from principal components (J. Vargas, J. Antonio
/// Quiroga and T. Belenguer, Optics Letters 36, 1326, 2011). Exact where background and contrast are the same over the hologram; where they vary, the more fringes the better. The first step is 0
/// by convention. That the reference goes forward, not back, holograms cannot tell: the first step that is not near a half turn is taken as positive, and the other choice conjugates the wave.
/// </summary>
public sealed record BlindPhaseSteps
{
    /// <summary>At most so many turns are taken.</summary>
    public int Iterations { get; init; } = 1000;

    /// <summary>It ends when no step changes by more, rad.</summary>
    public double Tolerance { get; init; } = 1e-13;

    /// <summary>At most about so many points are looked at, evenly spaced.</summary>
    public int Points { get; init; } = 1 << 18;

    /// <summary>The second component of holograms whose steps are all multiples of pi is smaller than this part of the first.</summary>
    private const double SmallestComponent = 1e-4;

    /// <summary>The steps, rad, in (-pi, pi], the first 0.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="holograms">[n, y, x], on the device of <paramref name="compute"/>.</param>
    /// <param name="compute">Where it runs; null: the CPU with all its threads.</param>
    /// <exception cref="ArgumentException">Fewer than three holograms, or holograms that do not determine the object.</exception>
    public double[] Find<T>(NdArray<T> holograms, Compute? compute = null)
        where T : unmanaged
    {
        compute ??= new Compute();
        PhaseShifting.RequireHolograms(holograms);
        using NdArray<double> sample = Sample(compute, holograms);
        double[] steps = PrincipalComponents(compute, sample);
        for (int pass = 0; pass < Iterations; pass++)
        {
            double[] next = Improve(compute, sample, steps);
            double change = next.Zip(steps, (a, b) => Math.Abs(Math.IEEERemainder(a - b, 2 * Math.PI))).Max();
            steps = next;
            if (change <= Tolerance) break;
        }

        double sign = steps.Select(Math.Sin).FirstOrDefault(sine => Math.Abs(sine) > 0.1, 1.0);
        return [.. steps.Select(step => sign < 0 ? 0 - step : step)];
    }

    /// <summary>Every so many rows and columns, in double precision.</summary>
    private NdArray<double> Sample<T>(Compute compute, NdArray<T> holograms)
        where T : unmanaged
    {
        (nint ny, nint nx) = (holograms.Shape[1], holograms.Shape[2]);
        nint every = Math.Max(1, (nint)Math.Floor(Math.Sqrt((double)ny * nx / Points)));
        (nint rows, nint columns) = ((ny + every - 1) / every, (nx + every - 1) / every);
        NdArray<double> sample = compute.Empty<double>(holograms.Shape[0], rows, columns);
        compute.Backend.Copy(holograms.Slice(1, 0, rows, every).Slice(2, 0, columns, every), sample);
        return sample;
    }

    /// <summary>Of the holograms without their mean: the two largest are the cosine and the sine of the steps, where fringes are many.</summary>
    private static double[] PrincipalComponents(Compute compute, NdArray<double> sample)
    {
        (nint n, nint points) = (sample.Shape[0], sample.Shape[1] * sample.Shape[2]);
        Backend backend = compute.Backend;
        NdArray<double> rows = sample.Reshape(n, points);
        using NdArray<double> mean = compute.Empty<double>(1, points);
        using NdArray<double> centred = compute.Empty<double>(n, points);
        using NdArray<double> gram = compute.Empty<double>(n, n);
        backend.SumTo(rows, mean);
        backend.Affine(1.0 / n, mean, 0, mean);
        backend.Binary(BinaryOp.Subtract, rows, mean, centred);
        backend.MatrixMultiply(MatrixForm.Plain, centred, MatrixForm.Transposed, centred, accumulate: false, gram);
        using NdArray<double> host = compute.ToHost(gram);
        using NdArray<double> values = NdArray.Zeros<double>(n);
        using NdArray<double> vectors = NdArray.Zeros<double>(n, n);
        compute.Host.Backend.EigenSymmetric(host, values, vectors);
        if (!(values[n - 2] > SmallestComponent * values[n - 1]))
        {
            throw new ArgumentException("these holograms do not determine the object: their fringes do not move, or by half turns only; at least three steps must differ", nameof(sample));
        }

        return FromFirst([.. Enumerable.Range(0, (int)n).Select(k => Math.Atan2(vectors[k, n - 2], vectors[k, n - 1]))]);
    }

    /// <summary>The object's phase that fits the steps, and the steps that fit it.</summary>
    private static double[] Improve(Compute compute, NdArray<double> sample, double[] steps)
    {
        (nint n, nint points) = (sample.Shape[0], sample.Shape[1] * sample.Shape[2]);
        Backend backend = compute.Backend;
        using NdArray<double> parts = PhaseShifting.Parts(compute, sample, steps);
        NdArray<double> rows = parts.Reshape(3, points);
        NdArray<double> waves = rows.Slice(0, 1, 2);
        using NdArray<double> modulus = compute.Empty<double>(1, points);
        using NdArray<double> tiny = compute.Empty<double>(new Shape([]));
        backend.Binary(BinaryOp.Hypot, rows.Slice(0, 1, 1), rows.Slice(0, 2, 1), modulus);
        backend.Fill(tiny, 1e-300);
        backend.Binary(BinaryOp.Maximum, modulus, tiny, modulus);
        backend.Binary(BinaryOp.Divide, waves, modulus, waves);
        backend.Fill(rows.Slice(0, 0, 1), 1);
        using NdArray<double> normal = compute.Empty<double>(3, 3);
        using NdArray<double> right = compute.Empty<double>(3, n);
        backend.MatrixMultiply(MatrixForm.Plain, rows, MatrixForm.Transposed, rows, accumulate: false, normal);
        backend.MatrixMultiply(MatrixForm.Plain, rows, MatrixForm.Transposed, sample.Reshape(n, points), accumulate: false, right);
        using NdArray<double> normalHost = compute.ToHost(normal);
        using NdArray<double> rightHost = compute.ToHost(right);
        using NdArray<double> fit = SmallSystem.Solve(normalHost, rightHost);
        return FromFirst([.. Enumerable.Range(0, (int)n).Select(k => Math.Atan2(fit[2, k], fit[1, k]))]);
    }

    private static double[] FromFirst(double[] steps) => [.. steps.Select(step => Math.IEEERemainder(step - steps[0], 2 * Math.PI))];
}
