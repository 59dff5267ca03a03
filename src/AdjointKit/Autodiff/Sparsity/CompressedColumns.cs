using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <summary>Products of a matrix with the sums of the unit vectors of each colour, on the host, from which its entries are read.</summary>
internal sealed class CompressedColumns<T>
    where T : unmanaged
{
    private readonly T[][] products;
    private readonly int[] colours;

    /// <summary>Computes the products.</summary>
    /// <param name="tape">The tape that the sweeps go over.</param>
    /// <param name="colours">The colour of each column.</param>
    /// <param name="domain">The shape of the vectors.</param>
    /// <param name="range">The shape of the products.</param>
    /// <param name="product">A sweep: the matrix times a vector.</param>
    internal CompressedColumns(Tape tape, int[] colours, in Shape domain, in Shape range, Func<NdArray<T>, Var> product)
    {
        this.colours = colours;
        products = new T[colours.Length == 0 ? 0 : colours.Max() + 1][];
        using NdArray<T> seed = Jacobian.NewArray<T>(tape, domain);
        using NdArray<T> change = Jacobian.NewArray<T>(tape, range);
        int mark = tape.SweepMark;
        for (int colour = 0; colour < products.Length; colour++)
        {
            SetColour(tape, seed, colour);
            tape.Compute.Backend.Copy(product(seed).Value, change);
            tape.ReleaseSweep(mark);
            using NdArray<T> host = NdArray.Empty<T>(range);
            tape.Compute.Backend.CopyToHost(change, host);
            products[colour] = host.AsReadOnlySpan().ToArray();
        }
    }

    /// <summary>The colour of each column.</summary>
    internal int[] Colours => colours;

    /// <summary>Row <paramref name="row"/> of the product with the colour of a column.</summary>
    internal T this[int row, int column] => products[colours[column]][row];

    private void SetColour(Tape tape, NdArray<T> seed, int colour)
    {
        using NdArray<T> host = NdArray.Zeros<T>(seed.Shape);
        NdArray<T> flat = host.Reshape(host.Count);
        for (int column = 0; column < colours.Length; column++)
        {
            if (colours[column] == colour) tape.Compute.Host.Backend.Fill(flat.Slice(0, column, 1), 1);
        }

        tape.Compute.Backend.CopyFromHost(host, seed);
    }
}
