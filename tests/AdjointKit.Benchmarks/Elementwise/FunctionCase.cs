using System.Numerics;
using System.Runtime.InteropServices;
using AdjointKit.Arrays;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;

namespace AdjointKit.Benchmarks.Elementwise;

/// <summary>One elementwise function or reduction of 4096 elements in the cache: libm element by element, gcc's vector code (libmvec), ours; all on one thread.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TElement">The same, or the complex type whose parts it is.</typeparam>
internal sealed unsafe class FunctionCase<T, TElement> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TElement : unmanaged
{
    private const int Length = 4096;
    private readonly delegate* unmanaged[Cdecl]<T*, T*, T*, long, void> plain;
    private readonly delegate* unmanaged[Cdecl]<T*, T*, T*, long, void> vector;
    private readonly NdArray<TElement> a;
    private readonly NdArray<TElement> b;
    private readonly NdArray<TElement> into;
    private readonly Action<NdArray<TElement>, NdArray<TElement>, NdArray<TElement>> ours;

    /// <summary>A case.</summary>
    /// <param name="name">The name of the C function, without the type.</param>
    /// <param name="from">The smallest argument.</param>
    /// <param name="to">The largest argument.</param>
    /// <param name="work">Ours: of the first two arrays into the third.</param>
    /// <param name="plainLibrary">The C code that calls libm.</param>
    /// <param name="vectorLibrary">The C code that gcc vectorises.</param>
    /// <param name="compute">Where the arrays lie.</param>
    internal FunctionCase(string name, double from, double to, Action<NdArray<TElement>, NdArray<TElement>, NdArray<TElement>> work, nint plainLibrary, nint vectorLibrary, Compute compute)
    {
        string export = name + (typeof(T) == typeof(float) ? "_f32" : "_f64");
        plain = (delegate* unmanaged[Cdecl]<T*, T*, T*, long, void>)NativeLibrary.GetExport(plainLibrary, export);
        vector = (delegate* unmanaged[Cdecl]<T*, T*, T*, long, void>)NativeLibrary.GetExport(vectorLibrary, export);
        ours = work;
        a = compute.Empty<TElement>(Elements);
        b = compute.Empty<TElement>(Elements);
        into = compute.Zeros<TElement>(Elements);
        new CounterRandom(1).FillUniform(a);
        new CounterRandom(2).FillUniform(b);
        var shift = new Complex(from, from);
        compute.Backend.Affine(to - from, a, shift, a);
        compute.Backend.Affine(to - from, b, shift, b);
    }

    internal Contestant[] Contestants() =>
    [
        new("libm", count => Native(plain, count)),
        new("libmvec", count => Native(vector, count)),
        new("ours", count =>
        {
            for (int i = 0; i < count; i++) ours(a, b, into);
        }),
    ];

    private static int Elements => Length * sizeof(T) / sizeof(TElement);

    /// <summary>Nanoseconds for one element.</summary>
    internal static double PerElement(double seconds) => seconds * 1e9 / Elements;

    /// <summary>The largest difference from libm relative to the larger of its result and 1.</summary>
    internal double Difference()
    {
        Native(plain, 1);
        T[] expected = Parts().ToArray();
        ours(a, b, into);
        double worst = 0;
        for (int i = 0; i < Length; i++)
        {
            double value = double.CreateChecked(expected[i]);
            worst = Math.Max(worst, Math.Abs(double.CreateChecked(Parts()[i]) - value) / Math.Max(1, Math.Abs(value)));
        }

        return worst;
    }

    public void Dispose()
    {
        a.Dispose();
        b.Dispose();
        into.Dispose();
    }

    private void Native(delegate* unmanaged[Cdecl]<T*, T*, T*, long, void> function, int count)
    {
        fixed (TElement* left = a.AsReadOnlySpan(), right = b.AsReadOnlySpan(), target = into.AsWritableSpan())
        {
            for (int i = 0; i < count; i++) function((T*)left, (T*)right, (T*)target, Length);
        }
    }

    private ReadOnlySpan<T> Parts() => MemoryMarshal.Cast<TElement, T>(into.AsReadOnlySpan());
}
