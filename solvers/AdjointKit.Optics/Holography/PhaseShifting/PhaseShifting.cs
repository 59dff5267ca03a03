using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// The object's wave from holograms with the phase of the reference shifted by known steps: I_k = |O + R e^{i d_k}|^2 = A + 2 Re (U e^{-i d_k}), U = O conj(R). A, Re U and Im U are three
/// unknowns for each point, and the steps give one equation each, solved in the sense of least squares: three steps or more, of any size, not all multiples of pi apart. With the four steps
/// 0, pi/2, pi and 3 pi/2 that is U = ((I_0 - I_2) + i (I_1 - I_3)) / 4.
/// </summary>
public static class PhaseShifting
{
    /// <summary>Steps so close to two values, or all to one another, that errors grow a thousand times.</summary>
    private const double LargestAmplification = 1e3;

    /// <summary>U at the sensor, [y, x], a new array of the caller's.</summary>
    /// <typeparam name="TReal">float or double.</typeparam>
    /// <typeparam name="TComplex">The complex type of the same precision.</typeparam>
    /// <param name="holograms">[n, y, x], on the device of <paramref name="compute"/>.</param>
    /// <param name="steps">The phase of the reference in each, rad.</param>
    /// <param name="compute">Where it runs; null: the CPU with all its threads.</param>
    /// <exception cref="ArgumentException">Another count of steps than of holograms, or steps that do not determine the object.</exception>
    public static NdArray<TComplex> Wave<TReal, TComplex>(NdArray<TReal> holograms, ReadOnlySpan<double> steps, Compute? compute = null)
        where TReal : unmanaged
        where TComplex : unmanaged
    {
        compute ??= new Compute();
        if (ElementTypes.ComplexOf(ElementTypes.Of<TReal>()) != ElementTypes.Of<TComplex>()) throw new ArgumentException($"holograms and wave have one precision, not {ElementTypes.Of<TReal>()} and {ElementTypes.Of<TComplex>()}", nameof(holograms));
        RequireHolograms(holograms);
        if (steps.Length != holograms.Shape[0]) throw new ArgumentException($"{holograms.Shape[0]} holograms have {holograms.Shape[0]} phase steps, not {steps.Length}", nameof(steps));
        using NdArray<TReal> parts = Parts(compute, holograms, steps);
        Backend backend = compute.Backend;
        NdArray<TComplex> wave = compute.Empty<TComplex>(holograms.Shape[1], holograms.Shape[2]);
        using NdArray<TComplex> imaginary = compute.Empty<TComplex>(wave.Shape);
        backend.Copy(parts.Select(0, 1), wave);
        backend.Copy(parts.Select(0, 2), imaginary);
        backend.AddScaled(Complex.ImaginaryOne, imaginary, wave);
        backend.Affine(0.5, wave, 0, wave);
        return wave;
    }

    /// <summary>A, C and S of I_k = A + C cos d_k + S sin d_k, [3, y, x].</summary>
    internal static NdArray<T> Parts<T>(Compute compute, NdArray<T> holograms, ReadOnlySpan<double> steps)
        where T : unmanaged
    {
        (nint n, nint ny, nint nx) = (holograms.Shape[0], holograms.Shape[1], holograms.Shape[2]);
        using NdArray<double> inverse = Inverse(steps);
        using NdArray<T> weights = FormedGrid.Rounded<T>(compute, inverse);
        NdArray<T> parts = compute.Empty<T>(3, ny, nx);
        compute.Backend.MatrixMultiply(MatrixForm.Plain, weights, MatrixForm.Plain, holograms.Reshape(n, ny * nx), accumulate: false, parts.Reshape(3, ny * nx));
        return parts;
    }

    /// <summary>At least three, [n, y, x], of finite numbers, and not all alike.</summary>
    internal static void RequireHolograms<T>(NdArray<T> holograms)
        where T : unmanaged
    {
        if (holograms.Rank != 3) throw new ArgumentException($"holograms with phase steps have the axes [n, y, x], not the shape {holograms.Shape}", nameof(holograms));
        if (holograms.Shape[0] < 3) throw new ArgumentException($"{holograms.Shape[0]} holograms do not determine the object: each point has three unknowns, so three or more are needed", nameof(holograms));
    }

    /// <summary>The pseudo-inverse (M^T M)^-1 M^T, [3, n], of M with the rows [1, cos d_k, sin d_k].</summary>
    private static NdArray<double> Inverse(ReadOnlySpan<double> steps)
    {
        foreach (double step in steps)
        {
            if (!double.IsFinite(step)) throw new ArgumentException($"a phase step of {step} is no number", nameof(steps));
        }

        using var host = new Compute(threads: 1);
        double[] phases = steps.ToArray();
        using NdArray<double> rows = NdArray.Fill<double>(3, phases.Length, (j, k) => j == 0 ? 1 : j == 1 ? Math.Cos(phases[k]) : Math.Sin(phases[k]));
        using NdArray<double> singular = host.Empty<double>(3);
        host.Backend.Svd(rows, default, singular, default);
        if (singular[2] * LargestAmplification < singular[0])
        {
            throw new ArgumentException("these steps do not determine the object: at least three of them must differ by other than whole turns", nameof(steps));
        }

        using NdArray<double> normal = host.Empty<double>(3, 3);
        host.Backend.MatrixMultiply(MatrixForm.Plain, rows, MatrixForm.Transposed, rows, accumulate: false, normal);
        return SmallSystem.Solve(normal, rows);
    }
}
