using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Rounding, whose derivative is 0, and the parts of the value.</summary>
public readonly partial struct Active<T>
{
    /// <inheritdoc/>
    public static Active<T> Ceiling(Active<T> x) => Constant(T.Ceiling(x.value));

    /// <inheritdoc/>
    public static Active<T> Floor(Active<T> x) => Constant(T.Floor(x.value));

    /// <inheritdoc/>
    public static Active<T> Truncate(Active<T> x) => Constant(T.Truncate(x.value));

    /// <inheritdoc/>
    public static Active<T> Round(Active<T> x) => Constant(T.Round(x.value));

    /// <inheritdoc/>
    public static Active<T> Round(Active<T> x, int digits) => Constant(T.Round(x.value, digits));

    /// <inheritdoc/>
    public static Active<T> Round(Active<T> x, MidpointRounding mode) => Constant(T.Round(x.value, mode));

    /// <inheritdoc/>
    public static Active<T> Round(Active<T> x, int digits, MidpointRounding mode) => Constant(T.Round(x.value, digits, mode));

    /// <summary>The next number below; a small step, with the derivative of x.</summary>
    /// <param name="x">A number.</param>
    public static Active<T> BitDecrement(Active<T> x) => Chain(T.BitDecrement(x.value), T.One, x);

    /// <summary>The next number above; a small step, with the derivative of x.</summary>
    /// <param name="x">A number.</param>
    public static Active<T> BitIncrement(Active<T> x) => Chain(T.BitIncrement(x.value), T.One, x);

    /// <inheritdoc/>
    public static int ILogB(Active<T> x) => T.ILogB(x.value);

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
