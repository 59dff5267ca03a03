using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;

namespace AdjointKit.Cli.Commands.Sparse;

/// <summary>What a recovery reads; samples are rows here, whatever the files have.</summary>
/// <param name="Matrix">A [M, N].</param>
/// <param name="Data">[sample, M].</param>
/// <param name="Truth">The true signals [sample, N]; null: they are not known.</param>
/// <param name="Layout">How the files hold samples.</param>
internal sealed record RecoveryInput<T>(NdArray<T> Matrix, NdArray<T> Data, NdArray<T>? Truth, SampleLayout Layout) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal int Samples => (int)Data.Shape[0];

    /// <summary>Reads the files and compares their shapes.</summary>
    internal static RecoveryInput<T> Read(RunContext run, RecoveryFiles files)
    {
        NdArray<T> matrix = Inputs.Samples.Read<T>(run, "--matrix", files.Matrix, files.Headerless);
        if (matrix.Rank != 2) throw new UsageException($"--matrix {files.Matrix} has shape {matrix.Shape}: a matrix has two axes, [M, N]");
        if (matrix.AsReadOnlySpan().IndexOfAnyExcept(T.Zero) < 0) throw new UsageException($"--matrix {files.Matrix} is zero everywhere: no signal changes the data");
        RequireSquares(files.Matrix, matrix);
        (NdArray<T> data, SampleLayout layout) = ReadData(run, files, matrix.Shape);
        NdArray<T>? truth = files.Truth is string path ? ReadTruth(run, path, layout, data.Shape[0], matrix.Shape[1]) : null;
        return new RecoveryInput<T>(matrix, data, truth, layout);
    }

    public void Dispose()
    {
        Matrix.Dispose();
        Data.Dispose();
        Truth?.Dispose();
    }

    /// <summary>Refuses a matrix of which A^H A, and so the length of a step, is beyond the range of the numbers.</summary>
    private static void RequireSquares(string path, NdArray<T> matrix)
    {
        T largest = T.Zero;
        double sum = 0;
        foreach (T number in matrix.AsReadOnlySpan())
        {
            largest = T.Max(largest, T.Abs(number));
            sum += double.CreateChecked(number * number);
        }

        if (T.IsNormal(largest * largest) && T.IsNormal(T.CreateSaturating(sum))) return;
        string wider = typeof(T) == typeof(float) ? ", or use --precision f64" : "";
        string what = T.IsNormal(largest * largest) ? "a sum of squares" : "the square of its largest number";
        throw new UsageException($"--matrix {path} has numbers up to {largest:G4}: {what} is beyond the range of {ElementTypes.Of<T>().ToString().ToLowerInvariant()}; scale it, and the data with it{wider}");
    }

    private static (NdArray<T> Rows, SampleLayout Layout) ReadData(RunContext run, RecoveryFiles files, Shape matrix)
    {
        NdArray<T> stored = Inputs.Samples.Read<T>(run, "--data", files.Data);
        if (stored.Rank > 2) throw new UsageException($"--data {files.Data} has shape {stored.Shape}: data are [sample, M], or [M] for one sample");
        SampleLayout layout = stored.Rank == 1 ? SampleLayout.Vector : files.Columns ? SampleLayout.Columns : SampleLayout.Rows;
        nint length = layout == SampleLayout.Columns ? stored.Shape[0] : stored.Shape[-1];
        if (length != matrix[0])
        {
            string one = layout switch { SampleLayout.Vector => "the vector", SampleLayout.Columns => "each column", _ => "each row" };
            throw new UsageException($"--data {files.Data} has shape {stored.Shape} and --matrix {files.Matrix} has shape {matrix}: {one} of the data is a sample of {length} numbers, the matrix has {matrix[0]} rows{Hint(layout, stored.Shape, matrix[0])}");
        }

        return (Inputs.Samples.ToRows(layout, stored), layout);
    }

    private static NdArray<T> ReadTruth(RunContext run, string path, SampleLayout layout, nint samples, nint columns)
    {
        NdArray<T> stored = Inputs.Samples.Read<T>(run, "--truth", path);
        Shape wanted = layout switch
        {
            SampleLayout.Vector => new Shape(columns),
            SampleLayout.Columns => new Shape(columns, samples),
            _ => new Shape(samples, columns),
        };

        // One sample may be stored with an axis of samples or without.
        bool fits = stored.Shape == wanted || (samples == 1 && (stored.Shape == new Shape(columns) || (stored.Rank == 2 && stored.Count == columns && (stored.Shape[0] == 1) == (layout != SampleLayout.Columns))));
        if (!fits) throw new UsageException($"--truth {path} has shape {stored.Shape}, but these data and this matrix ask for signals {Inputs.Samples.Axes(layout, "N")} of shape {wanted}");
        if (stored.AsReadOnlySpan().IndexOfAnyExcept(T.Zero) < 0) throw new UsageException($"--truth {path} is zero everywhere: an error relative to it has no meaning");
        return samples == 1 ? stored.Reshape(1, columns) : Inputs.Samples.ToRows(layout, stored);
    }

    private static string Hint(SampleLayout layout, Shape data, nint rows)
    {
        if (layout == SampleLayout.Rows && data[0] == rows) return "; its columns would fit: add --columns if they are the samples";
        return layout == SampleLayout.Columns && data[1] == rows ? "; its rows would fit: leave --columns out if they are the samples" : "";
    }
}

/// <summary>Where the arrays of a recovery are.</summary>
/// <param name="Matrix">The file of the matrix.</param>
/// <param name="Data">The file of the data.</param>
/// <param name="Truth">The file of the true signals; null: none.</param>
/// <param name="Columns">Whether samples are columns.</param>
/// <param name="Headerless">What the user stated about a headerless matrix.</param>
internal sealed record RecoveryFiles(string Matrix, string Data, string? Truth, bool Columns, HeaderlessLayout? Headerless);
