using System.Numerics;

namespace AdjointKit.Kernels.Elementwise;

/// <summary>An operation on one element.</summary>
internal interface IUnary<TIn, TOut>
{
    static abstract TOut Invoke(TIn x);
}

/// <summary>An operation on one element, and on a vector of them with the same bits.</summary>
internal interface IVectorUnary<T> : IUnary<T, T>
{
    static abstract Vector<T> Invoke(Vector<T> x);
}

/// <summary>An operation on two elements.</summary>
internal interface IBinary<T>
{
    static abstract T Invoke(T a, T b);
}

/// <summary>An operation on two elements, and on two vectors of them with the same bits.</summary>
internal interface IVectorBinary<T> : IBinary<T>
{
    static abstract Vector<T> Invoke(Vector<T> a, Vector<T> b);
}

/// <summary>The loops over one run of elements: written once, specialised by the compiler for each operation and element type.</summary>
internal static unsafe class ElementRuns
{
    internal static void Unary<TOp, TIn, TOut>(Row* row)
        where TOp : IUnary<TIn, TOut>
        where TIn : unmanaged
        where TOut : unmanaged
    {
        TOut* into = (TOut*)row->Into;
        TIn* x = (TIn*)row->A;
        nint stepInto = row->StepInto;
        nint stepX = row->StepA;
        for (nint i = 0; i < row->Count; i++) into[i * stepInto] = TOp.Invoke(x[i * stepX]);
    }

    internal static void VectorUnary<TOp, T>(Row* row)
        where TOp : IVectorUnary<T>
        where T : unmanaged
    {
        if (row->StepInto != 1 || row->StepA != 1)
        {
            Unary<TOp, T, T>(row);
            return;
        }

        T* into = (T*)row->Into;
        T* x = (T*)row->A;
        nint i = 0;
        for (; i <= row->Count - Vector<T>.Count; i += Vector<T>.Count) Vector.Store(TOp.Invoke(Vector.Load(x + i)), into + i);
        for (; i < row->Count; i++) into[i] = TOp.Invoke(x[i]);
    }

    internal static void Binary<TOp, T>(Row* row)
        where TOp : IBinary<T>
        where T : unmanaged
    {
        T* into = (T*)row->Into;
        T* a = (T*)row->A;
        T* b = (T*)row->B;
        nint stepInto = row->StepInto;
        nint stepA = row->StepA;
        nint stepB = row->StepB;
        for (nint i = 0; i < row->Count; i++) into[i * stepInto] = TOp.Invoke(a[i * stepA], b[i * stepB]);
    }

    internal static void VectorBinary<TOp, T>(Row* row)
        where TOp : IVectorBinary<T>
        where T : unmanaged
    {
        // A broadcast operand (step 0) is one vector for the whole run.
        if (row->StepInto != 1 || (nuint)row->StepA > 1 || (nuint)row->StepB > 1 || row->Count < Vector<T>.Count)
        {
            Binary<TOp, T>(row);
            return;
        }

        T* into = (T*)row->Into;
        T* a = (T*)row->A;
        T* b = (T*)row->B;
        nint stepA = row->StepA;
        nint stepB = row->StepB;
        nint count = row->Count;
        int width = Vector<T>.Count;
        nint i = 0;
        if (stepA == 1 && stepB == 1)
        {
            for (; i <= count - (4 * width); i += 4 * width)
            {
                Vector<T> first = TOp.Invoke(Vector.Load(a + i), Vector.Load(b + i));
                Vector<T> second = TOp.Invoke(Vector.Load(a + i + width), Vector.Load(b + i + width));
                Vector<T> third = TOp.Invoke(Vector.Load(a + i + (2 * width)), Vector.Load(b + i + (2 * width)));
                Vector<T> fourth = TOp.Invoke(Vector.Load(a + i + (3 * width)), Vector.Load(b + i + (3 * width)));
                Vector.Store(first, into + i);
                Vector.Store(second, into + i + width);
                Vector.Store(third, into + i + (2 * width));
                Vector.Store(fourth, into + i + (3 * width));
            }
        }

        var repeatedA = new Vector<T>(*a);
        var repeatedB = new Vector<T>(*b);
        for (; i <= count - width; i += width)
        {
            Vector<T> left = stepA == 1 ? Vector.Load(a + i) : repeatedA;
            Vector<T> right = stepB == 1 ? Vector.Load(b + i) : repeatedB;
            Vector.Store(TOp.Invoke(left, right), into + i);
        }

        for (; i < count; i++) into[i] = TOp.Invoke(a[i * stepA], b[i * stepB]);
    }
}
