using System.Numerics;
using System.Runtime.InteropServices;

namespace AdjointKit.Autodiff;

/// <summary>The Jacobian of a scalar program by reverse mode: f runs once, and each sweep takes back eight results.</summary>
public static partial class Jacobian
{
    /// <summary>The values of f at x and their derivatives.</summary>
    /// <param name="f">Several functions of numbers: a generic method, or one of <see cref="Active{T}"/>.</param>
    /// <param name="results">How many results f has.</param>
    /// <param name="x">Where to differentiate.</param>
    /// <returns>The values, and the derivative of each result (row) with respect to each argument (column).</returns>
    public static (T[] Values, T[,] Jacobian) Of<T>(ScalarMap<Active<T>> f, int results, ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        using IdleTape<T>.Loan loan = IdleTape<T>.Borrow();
        ReadOnlySpan<Active<T>> inputs = loan.Tape.Inputs(x);
        var y = new Active<T>[results];
        f(inputs, y);
        var jacobian = new T[results, x.Length];
        for (int first = 0; first < results && !x.IsEmpty; first += ScalarTape<T>.MostOutputs)
        {
            int rows = Math.Min(ScalarTape<T>.MostOutputs, results - first);
            loan.Tape.BackwardEach(y.AsSpan(first, rows));
            for (int row = 0; row < rows; row++) loan.Tape.Adjoints(inputs, MemoryMarshal.CreateSpan(ref jacobian[first + row, 0], x.Length), row);
        }

        return (Array.ConvertAll(y, result => result.Value), jacobian);
    }
}
