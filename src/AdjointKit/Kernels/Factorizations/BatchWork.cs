using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Kernels.Factorizations;

/// <summary>One call over a batch of matrices: the team shares them, or works together on a single one. Kept from call to call, so that a call allocates nothing.</summary>
internal abstract unsafe class BatchWork : ITeamWork
{
    private readonly TeamScratch memory = new();
    private Shape batch;
    private bool isComplex;
    private nint scratchBytes;

    private protected ThreadTeam Team { get; private set; } = null!;

    /// <summary>Does all matrices.</summary>
    /// <param name="newBatch">The lengths in front of the matrices.</param>
    /// <param name="type">The type of their elements.</param>
    /// <param name="team">Who works.</param>
    internal void Run(in Shape newBatch, ElementType type, ThreadTeam team)
    {
        batch = newBatch;
        if (batch.Count == 0) return;
        isComplex = ElementTypes.IsComplex(type);
        Team = team;
        int parts = (int)Math.Min(team.Threads, batch.Count);
        scratchBytes = isComplex ? ScratchBytes<ComplexElements, Complex>() : ScratchBytes<RealElements, double>();
        Prepare(parts);
        memory.Reserve(parts, Math.Max(64, scratchBytes));
        try
        {
            team.Run(this, parts);
        }
        finally
        {
            memory.Release();
        }
    }

    public void Execute(int part, int parts)
    {
        for (nint index = batch.Count * part / parts; index < batch.Count * (part + 1) / parts; index++)
        {
            var scratch = new Scratch(memory.Of(part), scratchBytes);
            if (isComplex) Run<ComplexElements, Complex>(index, part, scratch);
            else Run<RealElements, double>(index, part, scratch);
        }
    }

    /// <summary>Lets go of the arrays.</summary>
    internal abstract void Forget();

    private protected abstract nint ScratchBytes<TElements, T>()
        where TElements : struct, IElements<T>
        where T : unmanaged, INumberBase<T>;

    private protected abstract void Run<TElements, T>(nint index, int part, Scratch scratch)
        where TElements : struct, IElements<T>
        where T : unmanaged, INumberBase<T>;

    private protected virtual void Prepare(int parts)
    {
    }

    /// <summary>The place of a matrix for a message.</summary>
    private protected string Place(nint index)
    {
        if (batch.Rank == 0) return "the matrix";
        var place = new nint[batch.Rank];
        for (int axis = batch.Rank - 1; axis >= 0; axis--) (index, place[axis]) = Math.DivRem(index, batch[axis]);
        return $"matrix [{string.Join(", ", place)}] of the batch {batch}";
    }

    /// <summary>a = (a + a^H) / 2.</summary>
    private protected static void TakeHermitianPart<TElements, T>(in Block<T> a)
        where TElements : struct, IElements<T>
        where T : unmanaged, INumberBase<T>
    {
        for (nint i = 0; i < a.Rows; i++)
        {
            for (nint j = 0; j <= i; j++)
            {
                T mean = (a[i, j] + TElements.Conjugate(a[j, i])) * TElements.From(0.5);
                a[i, j] = mean;
                a[j, i] = TElements.Conjugate(mean);
            }
        }
    }

    /// <summary>Scales a matrix by a power of two so that its largest element is near 1: no square overflows. Returns the factor that undoes it; NaN if an element is not finite.</summary>
    private protected static double Equilibrate<T>(in Block<T> a)
        where T : unmanaged, INumberBase<T>
    {
        nint numbers = a.Rows * a.Columns * sizeof(T) / sizeof(double);
        double* first = (double*)a.Row(0);
        double largest = 0;
        double check = 0;
        for (nint i = 0; i < numbers; i++)
        {
            largest = Math.Max(largest, Math.Abs(first[i]));
            check += first[i] * 0;
        }

        if (double.IsNaN(check)) return double.NaN;
        if (largest == 0) return 1;
        int exponent = Math.Clamp(Math.ILogB(largest), -1000, 1000);
        RealElements.Scale(Math.ScaleB(1, -exponent), first, numbers);
        return Math.ScaleB(1, exponent);
    }

    private protected static void Fill(double* numbers, nint count, double value) => new Span<double>(numbers, checked((int)count)).Fill(value);
}
