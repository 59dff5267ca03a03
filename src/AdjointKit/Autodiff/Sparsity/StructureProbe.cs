using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <summary>
/// The pattern of a derivative by sending NaN through a tape, one forward sweep for each element of the input: it is taken on by sums, and by products whatever the other factor, so that
/// what stays a number does not depend on the element in any derivative of the branch that was recorded.
/// </summary>
internal static class StructureProbe
{
    /// <summary>Where the derivative of the output with respect to the input may differ from zero: rows are elements of the output.</summary>
    internal static SparsityPattern Of<T>(Tape tape, Var input, Var output)
        where T : unmanaged
    {
        int rows = checked((int)output.Shape.Count);
        int columns = checked((int)input.Shape.Count);
        var places = new List<(int Row, int Column)>();
        using NdArray<T> seed = Jacobian.NewArray<T>(tape, input.Shape);
        using NdArray<T> change = Jacobian.NewArray<T>(tape, output.Shape);
        using NdArray<T> host = NdArray.Empty<T>(output.Shape);
        int mark = tape.SweepMark;
        tape.KeepsNaN = true;
        for (int column = 0; column < columns; column++)
        {
            tape.Compute.Backend.Fill(seed, 0);
            tape.Compute.Backend.Fill(seed.Reshape(columns).Slice(0, column, 1), double.NaN);
            tape.Compute.Backend.Copy(tape.PushForward(output, [input], [tape.Constant(seed)], record: false).Value, change);
            tape.Compute.Backend.CopyToHost(change, host);
            tape.ReleaseSweep(mark);
            ReadOnlySpan<T> changes = host.AsReadOnlySpan();
            for (int row = 0; row < rows; row++)
            {
                if (!UntypedOps.Number(changes[row]).Equals(default)) places.Add((row, column));
            }
        }

        return SparsityPattern.Of(rows, columns, places);
    }
}
