using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Kernels.Elementwise;

/// <summary>A product and a sum in one rounding.</summary>
internal interface IFused<T>
{
    /// <summary>a b + c.</summary>
    static abstract T MultiplyAdd(T a, T b, T c);

    /// <summary>The number as an element (its real part where elements are real).</summary>
    static abstract T From(Complex number);
}

internal readonly struct Fused : IFused<float>, IFused<double>, IFused<ComplexF>, IFused<Complex>
{
    public static float MultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    public static double MultiplyAdd(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    public static ComplexF MultiplyAdd(ComplexF a, ComplexF b, ComplexF c) => (ComplexF)MultiplyAdd((Complex)a, (Complex)b, (Complex)c);

    public static Complex MultiplyAdd(Complex a, Complex b, Complex c) => new(
        Math.FusedMultiplyAdd(-a.Imaginary, b.Imaginary, Math.FusedMultiplyAdd(a.Real, b.Real, c.Real)),
        Math.FusedMultiplyAdd(a.Imaginary, b.Real, Math.FusedMultiplyAdd(a.Real, b.Imaginary, c.Imaginary)));

    static float IFused<float>.From(Complex number) => (float)number.Real;

    static double IFused<double>.From(Complex number) => number.Real;

    static ComplexF IFused<ComplexF>.From(Complex number) => (ComplexF)number;

    static Complex IFused<Complex>.From(Complex number) => number;
}

/// <summary>The loops with a fused multiply-add: scale x + shift, into + scale x, scale x + shift y, a b + c; and the fill.</summary>
internal static unsafe class FusedRuns
{
    internal static void Fill<TFused, T>(Row* row)
        where TFused : IFused<T>
        where T : unmanaged
    {
        T value = TFused.From(row->Scale);
        T* into = (T*)row->Into;
        nint step = row->StepInto;
        for (nint i = 0; i < row->Count; i++) into[i * step] = value;
    }

    internal static void Affine<TFused, T>(Row* row)
        where TFused : IFused<T>
        where T : unmanaged
    {
        T scale = TFused.From(row->Scale);
        T shift = TFused.From(row->Shift);
        T* into = (T*)row->Into;
        T* x = (T*)row->A;
        nint stepInto = row->StepInto;
        nint stepX = row->StepA;
        nint i = 0;
        if (Vector<T>.IsSupported && stepInto == 1 && stepX == 1)
        {
            var scales = new Vector<T>(scale);
            var shifts = new Vector<T>(shift);
            for (; i <= row->Count - Vector<T>.Count; i += Vector<T>.Count) Vector.Store(MultiplyAdd(scales, Vector.Load(x + i), shifts), into + i);
        }

        for (; i < row->Count; i++) into[i * stepInto] = TFused.MultiplyAdd(scale, x[i * stepX], shift);
    }

    internal static void AddScaled<TFused, T>(Row* row)
        where TFused : IFused<T>
        where T : unmanaged
    {
        T scale = TFused.From(row->Scale);
        T* into = (T*)row->Into;
        T* x = (T*)row->A;
        nint stepInto = row->StepInto;
        nint stepX = row->StepA;
        nint i = 0;
        if (Vector<T>.IsSupported && stepInto == 1 && stepX == 1)
        {
            var scales = new Vector<T>(scale);
            for (; i <= row->Count - Vector<T>.Count; i += Vector<T>.Count) Vector.Store(MultiplyAdd(scales, Vector.Load(x + i), Vector.Load(into + i)), into + i);
        }

        for (; i < row->Count; i++) into[i * stepInto] = TFused.MultiplyAdd(scale, x[i * stepX], into[i * stepInto]);
    }

    internal static void Combine<TFused, T>(Row* row)
        where TFused : IFused<T>
        where T : unmanaged, INumberBase<T>
    {
        T first = TFused.From(row->Scale);
        T second = TFused.From(row->Shift);
        T* into = (T*)row->Into;
        T* x = (T*)row->A;
        T* y = (T*)row->B;
        nint i = 0;
        if (Vector<T>.IsSupported && row->StepInto == 1 && row->StepA == 1 && row->StepB == 1)
        {
            var firsts = new Vector<T>(first);
            var seconds = new Vector<T>(second);
            for (; i <= row->Count - Vector<T>.Count; i += Vector<T>.Count) Vector.Store(MultiplyAdd(firsts, Vector.Load(x + i), MultiplyAdd(seconds, Vector.Load(y + i), Vector<T>.Zero)), into + i);
        }

        for (; i < row->Count; i++) into[i * row->StepInto] = TFused.MultiplyAdd(first, x[i * row->StepA], TFused.MultiplyAdd(second, y[i * row->StepB], T.Zero));
    }

    internal static void MultiplyAdd<TFused, T>(Row* row)
        where TFused : IFused<T>
        where T : unmanaged
    {
        T* into = (T*)row->Into;
        T* a = (T*)row->A;
        T* b = (T*)row->B;
        T* c = (T*)row->C;
        nint i = 0;
        if (Vector<T>.IsSupported && row->StepInto == 1 && row->StepA == 1 && row->StepB == 1 && row->StepC == 1)
        {
            for (; i <= row->Count - Vector<T>.Count; i += Vector<T>.Count) Vector.Store(MultiplyAdd(Vector.Load(a + i), Vector.Load(b + i), Vector.Load(c + i)), into + i);
        }

        for (; i < row->Count; i++) into[i * row->StepInto] = TFused.MultiplyAdd(a[i * row->StepA], b[i * row->StepB], c[i * row->StepC]);
    }

    internal static void StrongMultiplyAdd<TFused, T>(Row* row)
        where TFused : IFused<T>
        where T : unmanaged, INumberBase<T>
    {
        T* into = (T*)row->Into;
        T* a = (T*)row->A;
        T* b = (T*)row->B;
        T* c = (T*)row->C;
        nint i = 0;
        if (row->StepInto == 1 && row->StepA == 1 && row->StepB == 1 && row->StepC == 1)
        {
            for (; i <= row->Count - Vector<T>.Count; i += Vector<T>.Count)
            {
                Vector<T> factor = Vector.Load(a + i);
                Vector<T> sum = Vector.Load(c + i);
                Vector.Store(Vector.ConditionalSelect(Vector.Equals(factor, Vector<T>.Zero), sum, MultiplyAdd(factor, Vector.Load(b + i), sum)), into + i);
            }
        }

        for (; i < row->Count; i++)
        {
            T factor = a[i * row->StepA];
            T sum = c[i * row->StepC];
            into[i * row->StepInto] = T.IsZero(factor) ? sum : TFused.MultiplyAdd(factor, b[i * row->StepB], sum);
        }
    }

    internal static Vector<T> MultiplyAdd<T>(Vector<T> a, Vector<T> b, Vector<T> c)
    {
        if (typeof(T) == typeof(float)) return Vector.FusedMultiplyAdd(a.As<T, float>(), b.As<T, float>(), c.As<T, float>()).As<float, T>();
        return Vector.FusedMultiplyAdd(a.As<T, double>(), b.As<T, double>(), c.As<T, double>()).As<double, T>();
    }
}
