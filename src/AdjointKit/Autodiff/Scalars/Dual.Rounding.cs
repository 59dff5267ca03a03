using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Rounding, whose derivative is 0, and the parts of the value.</summary>
public readonly partial struct Dual<T>
{
    /// <inheritdoc/>
    public static Dual<T> Ceiling(Dual<T> x) => Constant(T.Ceiling(x.value));

    /// <inheritdoc/>
    public static Dual<T> Floor(Dual<T> x) => Constant(T.Floor(x.value));

    /// <inheritdoc/>
    public static Dual<T> Truncate(Dual<T> x) => Constant(T.Truncate(x.value));

    /// <inheritdoc/>
    public static Dual<T> Round(Dual<T> x) => Constant(T.Round(x.value));

    /// <inheritdoc/>
    public static Dual<T> Round(Dual<T> x, int digits) => Constant(T.Round(x.value, digits));

    /// <inheritdoc/>
    public static Dual<T> Round(Dual<T> x, MidpointRounding mode) => Constant(T.Round(x.value, mode));

    /// <inheritdoc/>
    public static Dual<T> Round(Dual<T> x, int digits, MidpointRounding mode) => Constant(T.Round(x.value, digits, mode));

    /// <summary>The next number below; a small step, with the derivative of x.</summary>
    /// <param name="x">A number.</param>
    public static Dual<T> BitDecrement(Dual<T> x) => Chain(T.BitDecrement(x.value), T.One, x);

    /// <summary>The next number above; a small step, with the derivative of x.</summary>
    /// <param name="x">A number.</param>
    public static Dual<T> BitIncrement(Dual<T> x) => Chain(T.BitIncrement(x.value), T.One, x);

    /// <inheritdoc/>
    public static int ILogB(Dual<T> x) => T.ILogB(x.value);

    /// <inheritdoc/>
    public int GetExponentByteCount() => value.GetExponentByteCount();

    /// <inheritdoc/>
    public int GetExponentShortestBitLength() => value.GetExponentShortestBitLength();

    /// <inheritdoc/>
    public int GetSignificandBitLength() => value.GetSignificandBitLength();

    /// <inheritdoc/>
    public int GetSignificandByteCount() => value.GetSignificandByteCount();

    /// <inheritdoc/>
    public bool TryWriteExponentBigEndian(Span<byte> destination, out int bytesWritten) => value.TryWriteExponentBigEndian(destination, out bytesWritten);

    /// <inheritdoc/>
    public bool TryWriteExponentLittleEndian(Span<byte> destination, out int bytesWritten) => value.TryWriteExponentLittleEndian(destination, out bytesWritten);

    /// <inheritdoc/>
    public bool TryWriteSignificandBigEndian(Span<byte> destination, out int bytesWritten) => value.TryWriteSignificandBigEndian(destination, out bytesWritten);

    /// <inheritdoc/>
    public bool TryWriteSignificandLittleEndian(Span<byte> destination, out int bytesWritten) => value.TryWriteSignificandLittleEndian(destination, out bytesWritten);
}
