using System.Numerics;

namespace AdjointKit.Kernels.Elementwise;

/// <summary>into = b where a is not zero (NaN is not), c elsewhere.</summary>
internal static unsafe class SelectRuns
{
    internal static void Select<TCondition, T>(Row* row)
        where TCondition : unmanaged, INumberBase<TCondition>
        where T : unmanaged
    {
        T* into = (T*)row->Into;
        TCondition* condition = (TCondition*)row->A;
        T* yes = (T*)row->B;
        T* no = (T*)row->C;
        for (nint i = 0; i < row->Count; i++) into[i * row->StepInto] = TCondition.IsZero(condition[i * row->StepA]) ? no[i * row->StepC] : yes[i * row->StepB];
    }

    internal static void SelectReal<T>(Row* row)
        where T : unmanaged, INumberBase<T>
    {
        if (row->StepInto != 1 || row->StepA != 1 || (nuint)row->StepB > 1 || (nuint)row->StepC > 1)
        {
            Select<T, T>(row);
            return;
        }

        T* into = (T*)row->Into;
        T* condition = (T*)row->A;
        T* yes = (T*)row->B;
        T* no = (T*)row->C;
        var repeatedYes = new Vector<T>(*yes);
        var repeatedNo = new Vector<T>(*no);
        nint i = 0;
        for (; i <= row->Count - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> left = row->StepB == 1 ? Vector.Load(yes + i) : repeatedYes;
            Vector<T> right = row->StepC == 1 ? Vector.Load(no + i) : repeatedNo;
            Vector.Store(Vector.ConditionalSelect(Vector.Equals(Vector.Load(condition + i), Vector<T>.Zero), right, left), into + i);
        }

        for (; i < row->Count; i++) into[i] = T.IsZero(condition[i]) ? no[i * row->StepC] : yes[i * row->StepB];
    }
}
