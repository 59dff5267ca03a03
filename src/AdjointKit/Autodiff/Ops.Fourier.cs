using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>
/// Fourier transforms of any length: X[k] = sum over j of x[j] exp(-2 pi i j k / n), unscaled; inverse transforms are scaled by 1 / n, and over a grid by 1 over the number of its points.
/// </content>
public static partial class Ops
{
    /// <summary>The Fourier transform along an axis, unscaled. Complex elements.</summary>
    public static Var<T> Fft<T>(Var<T> x, int axis = -1)
        where T : unmanaged => new(UntypedOps.FourierAlong(x, axis, inverse: false));

    /// <summary>The inverse Fourier transform along an axis, scaled by 1/n. Complex elements.</summary>
    public static Var<T> InverseFft<T>(Var<T> x, int axis = -1)
        where T : unmanaged => new(UntypedOps.FourierAlong(x, axis, inverse: true));

    /// <summary>The Fourier transform over the last two axes, unscaled. Complex elements.</summary>
    public static Var<T> Fft2<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.FourierOverGrid(x, 2, inverse: false));

    /// <summary>The inverse Fourier transform over the last two axes, scaled by 1 over the number of points. Complex elements.</summary>
    public static Var<T> InverseFft2<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.FourierOverGrid(x, 2, inverse: true));

    /// <summary>The Fourier transform over the last three axes, unscaled. Complex elements.</summary>
    public static Var<T> Fft3<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.FourierOverGrid(x, 3, inverse: false));

    /// <summary>The inverse Fourier transform over the last three axes, scaled by 1 over the number of points. Complex elements.</summary>
    public static Var<T> InverseFft3<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.FourierOverGrid(x, 3, inverse: true));

    /// <summary>The first n/2 + 1 coefficients of the Fourier transform of real numbers along an axis, unscaled: the others are their conjugates.</summary>
    public static Var<Complex> RealFft(Var<double> x, int axis = -1) => new(UntypedOps.RealFourierAlong(x, axis));

    /// <inheritdoc cref="RealFft(Var{double}, int)"/>
    public static Var<ComplexF> RealFft(Var<float> x, int axis = -1) => new(UntypedOps.RealFourierAlong(x, axis));

    /// <summary>The real numbers of whose Fourier transform x holds the first n/2 + 1 coefficients, scaled by 1/n. The imaginary parts of coefficient 0 and, for even n, n/2 count as 0.</summary>
    /// <param name="x">The coefficients.</param>
    /// <param name="length">The number n of real numbers: n/2 + 1 does not tell an even n from an odd one.</param>
    /// <param name="axis">The axis.</param>
    public static Var<double> InverseRealFft(Var<Complex> x, nint length, int axis = -1) => new(UntypedOps.InverseRealFourierAlong(x, length, axis));

    /// <inheritdoc cref="InverseRealFft(Var{Complex}, nint, int)"/>
    public static Var<float> InverseRealFft(Var<ComplexF> x, nint length, int axis = -1) => new(UntypedOps.InverseRealFourierAlong(x, length, axis));

    /// <summary>The Fourier transform of real numbers over the last two axes, unscaled, the first n/2 + 1 coefficients along the last one.</summary>
    public static Var<Complex> RealFft2(Var<double> x) => new(UntypedOps.RealFourierOverGrid(x, 2));

    /// <inheritdoc cref="RealFft2(Var{double})"/>
    public static Var<ComplexF> RealFft2(Var<float> x) => new(UntypedOps.RealFourierOverGrid(x, 2));

    /// <summary>The inverse of <see cref="RealFft2(Var{double})"/>, scaled by 1 over the number of points.</summary>
    /// <param name="x">The coefficients.</param>
    /// <param name="length">The number n of real numbers along the last axis.</param>
    public static Var<double> InverseRealFft2(Var<Complex> x, nint length) => new(UntypedOps.InverseRealFourierOverGrid(x, length, 2));

    /// <inheritdoc cref="InverseRealFft2(Var{Complex}, nint)"/>
    public static Var<float> InverseRealFft2(Var<ComplexF> x, nint length) => new(UntypedOps.InverseRealFourierOverGrid(x, length, 2));

    /// <summary>The Fourier transform of real numbers over the last three axes, unscaled, the first n/2 + 1 coefficients along the last one.</summary>
    public static Var<Complex> RealFft3(Var<double> x) => new(UntypedOps.RealFourierOverGrid(x, 3));

    /// <inheritdoc cref="RealFft3(Var{double})"/>
    public static Var<ComplexF> RealFft3(Var<float> x) => new(UntypedOps.RealFourierOverGrid(x, 3));

    /// <summary>The inverse of <see cref="RealFft3(Var{double})"/>, scaled by 1 over the number of points.</summary>
    /// <param name="x">The coefficients.</param>
    /// <param name="length">The number n of real numbers along the last axis.</param>
    public static Var<double> InverseRealFft3(Var<Complex> x, nint length) => new(UntypedOps.InverseRealFourierOverGrid(x, length, 3));

    /// <inheritdoc cref="InverseRealFft3(Var{Complex}, nint)"/>
    public static Var<float> InverseRealFft3(Var<ComplexF> x, nint length) => new(UntypedOps.InverseRealFourierOverGrid(x, length, 3));

    /// <summary>
    /// F^-1 (H F u) in one pass over each grid: a convolution, a propagation. H belongs to the last axes of u, its elements in the order of <see cref="Fft2{T}"/> (frequency 0 first),
    /// and serves all grids in front of them.
    /// </summary>
    /// <param name="field">The complex fields u.</param>
    /// <param name="transfer">The transfer function H, of the shape of the last one or more axes of u.</param>
    public static Var<T> FourierFilter<T>(Var<T> field, Var<T> transfer)
        where T : unmanaged
    {
        UntypedOps.RequireComplex(field);
        return new(UntypedOps.FourierFilter(field, transfer));
    }

    /// <summary>Moves frequency 0 from the first place to place n/2 (rounded down) along each axis.</summary>
    /// <param name="x">Coefficients.</param>
    /// <param name="axes">The axes; none: all.</param>
    public static Var<T> FftShift<T>(Var<T> x, params ReadOnlySpan<int> axes)
        where T : unmanaged => ShiftedFrequencies(x, axes, inverse: false);

    /// <summary>Moves frequency 0 from place n/2 (rounded down) back to the first place along each axis.</summary>
    /// <param name="x">Coefficients.</param>
    /// <param name="axes">The axes; none: all.</param>
    public static Var<T> InverseFftShift<T>(Var<T> x, params ReadOnlySpan<int> axes)
        where T : unmanaged => ShiftedFrequencies(x, axes, inverse: true);

    private static Var<T> ShiftedFrequencies<T>(Var<T> x, ReadOnlySpan<int> axes, bool inverse)
        where T : unmanaged
    {
        int count = axes.Length == 0 ? x.Shape.Rank : axes.Length;
        for (int place = 0; place < count; place++)
        {
            int axis = UntypedOps.AxisOf(axes.Length == 0 ? place : axes[place], x.Shape, inverse ? nameof(InverseFftShift) : nameof(FftShift));
            nint half = x.Shape[axis] / 2;
            x = Roll(x, inverse ? -half : half, axis);
        }

        return x;
    }
}
