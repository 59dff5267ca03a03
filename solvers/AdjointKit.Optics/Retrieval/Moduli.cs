using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>Known moduli a of a field v: how far the field is from them, and the field with them, a v / |v|. Where v is 0 it stays 0.</summary>
internal sealed class Moduli<T> : IDisposable
    where T : unmanaged
{
    /// <summary>Smaller |v|, as a part of the largest modulus, are taken as this: single precision reaches so far.</summary>
    private const double SmallestPart = 1e-20;

    private readonly Backend backend;
    private readonly UntypedArray known;
    private readonly UntypedArray magnitudes;
    private readonly UntypedArray scratch;
    private readonly UntypedArray smallest;
    private readonly NdArray<T> factors;
    private readonly double norm;

    /// <summary>Takes moduli, which are not copied: who changes them changes what is imposed.</summary>
    internal Moduli(Compute compute, UntypedArray known)
    {
        ElementType real = ElementTypes.RealOf(ElementTypes.Of<T>());
        if (known.ElementType != real) throw new ArgumentException($"the moduli of fields of {ElementTypes.Of<T>()} are of {real}, not of {known.ElementType}", nameof(known));
        backend = compute.Backend;
        this.known = known;
        norm = Math.Sqrt(backend.Dot(known, known).Real);
        if (!(norm > 0) || !double.IsFinite(norm)) throw new ArgumentException($"moduli of norm {norm} hold no light to find a phase of", nameof(known));
        magnitudes = backend.Allocate(real, known.Shape, compute.Memory);
        scratch = backend.Allocate(real, known.Shape, compute.Memory);
        smallest = backend.Allocate(real, default, compute.Memory);
        factors = compute.Empty<T>(known.Shape);
        backend.Fill(smallest, SmallestPart * backend.MaxAbs(known));
    }

    /// <summary>| |v| - a | / |a|.</summary>
    internal double Error(NdArray<T> v)
    {
        backend.Unary(UnaryOp.Abs, v, magnitudes);
        backend.Binary(BinaryOp.Subtract, magnitudes, known, scratch);
        return Math.Sqrt(backend.Dot(scratch, scratch).Real) / norm;
    }

    /// <summary>v = a v / |v|; gives the error before.</summary>
    internal double Impose(NdArray<T> v)
    {
        double error = Error(v);
        Ratios();
        Multiply(v);
        return error;
    }

    /// <summary>v = a v / |v| - v, what is to be added; gives the error before.</summary>
    internal double Correct(NdArray<T> v)
    {
        double error = Error(v);
        Ratios();
        backend.Affine(1, scratch, -1, scratch);
        Multiply(v);
        return error;
    }

    public void Dispose()
    {
        magnitudes.Release();
        scratch.Release();
        smallest.Release();
        factors.Dispose();
    }

    private void Ratios()
    {
        backend.Binary(BinaryOp.Maximum, magnitudes, smallest, magnitudes);
        backend.Binary(BinaryOp.Divide, known, magnitudes, scratch);
    }

    private void Multiply(NdArray<T> v)
    {
        backend.Copy(scratch, factors);
        backend.Binary(BinaryOp.Multiply, v, factors, v);
    }
}
