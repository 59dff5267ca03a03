using AdjointKit.Arrays;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>What LSQR and LSMR have in common: the arrays of the bidiagonalisation, the directions that are kept, and the norm of A, that of the bidiagonal matrix.</summary>
public abstract class BidiagonalSolver<TIn, TOut> : LeastSquaresSolver<TIn, TOut>
    where TIn : unmanaged
    where TOut : unmanaged
{
    private readonly NdArray<TOut> residual;
    private readonly NdArray<TOut> image;
    private double sizeSquared;

    private protected BidiagonalSolver(LinearOperator<TIn, TOut> a, LinearOptions? options)
        : base(a, options)
    {
        residual = Compute.Empty<TOut>(a.Range);
        image = Compute.Empty<TOut>(a.Range);
    }

    /// <summary>The bidiagonalisation in the step of the method.</summary>
    private protected abstract ref BidiagonalStep<UntypedArray, RealScalar> Bidiagonal { get; }

    /// <summary>One of the two arrays of the range that the step trades: what it holds is lost where a run ends or begins again.</summary>
    private protected override NdArray<TOut> ResidualArray => residual;

    private protected ArrayAlgebra On => new(Backend);

    /// <summary>|A| in the norm of Frobenius, from below.</summary>
    private protected double Size => Math.Sqrt(sizeSquared);

    private protected void MakeArrays()
    {
        ref BidiagonalStep<UntypedArray, RealScalar> arrays = ref Bidiagonal;
        arrays.V = NewArray(A.Domain);
        arrays.AdjointImage = NewArray(A.Domain);
        if (Damped) arrays.Below = NewArray(A.Domain);
        if (Preconditioner is not null) arrays.P = NewArray(A.Domain);
        int kept = (int)Math.Min(Options.Reorthogonalization, A.Domain.Count);
        if (kept == 0) return;
        arrays.Kept = new UntypedArray[kept];
        if (Preconditioner is not null) arrays.KeptDuals = new UntypedArray[kept];
    }

    private protected override void BeginAgain()
    {
        Bidiagonal.Image = image;
        BeginStep();
        sizeSquared = Bidiagonal.Alpha * Bidiagonal.Alpha;
    }

    /// <summary>Begins the step of the method from the iterate and its residual.</summary>
    private protected abstract void BeginStep();

    /// <summary>Before a step: the place for the direction that it will keep.</summary>
    private protected void MakeRoom()
    {
        ref BidiagonalStep<UntypedArray, RealScalar> arrays = ref Bidiagonal;
        int slot = arrays.Directions;
        if (arrays.Kept is null || slot >= arrays.Kept.Length || !arrays.Kept[slot].IsDefault) return;
        arrays.Kept[slot] = NewArray(A.Domain);
        if (arrays.KeptDuals is not null) arrays.KeptDuals[slot] = NewArray(A.Domain);
    }

    /// <summary>After a step: the norm of the bidiagonal matrix so far, without the last alpha.</summary>
    private protected double CountStep()
    {
        double before = sizeSquared + (Bidiagonal.Beta * Bidiagonal.Beta);
        sizeSquared = before + (Bidiagonal.Alpha * Bidiagonal.Alpha);
        return Math.Sqrt(before);
    }

    private protected override void Exchange(StateExchange exchange)
    {
        base.Exchange(exchange);
        exchange.Number(ref sizeSquared);
        ref BidiagonalStep<UntypedArray, RealScalar> arrays = ref Bidiagonal;
        int directions = arrays.Directions;
        exchange.Integer(ref directions);
        for (arrays.Directions = 0; arrays.Directions < Math.Min(directions, arrays.Kept?.Length ?? 0); arrays.Directions++)
        {
            MakeRoom();
            exchange.Vector(ref arrays.Kept![arrays.Directions]);
            if (arrays.KeptDuals is not null) exchange.Vector(ref arrays.KeptDuals[arrays.Directions]);
        }

        arrays.Directions = directions;
    }

    private protected override void Release()
    {
        base.Release();
        residual.Dispose();
        image.Dispose();
        ref BidiagonalStep<UntypedArray, RealScalar> arrays = ref Bidiagonal;
        arrays.V.Release();
        arrays.AdjointImage.Release();
        if (Damped) arrays.Below.Release();
        if (Preconditioner is not null) arrays.P.Release();
        foreach (UntypedArray array in arrays.Kept ?? []) array.Release();
        foreach (UntypedArray array in arrays.KeptDuals ?? []) array.Release();
    }
}
