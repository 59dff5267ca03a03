using System.CommandLine;
using System.Globalization;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;
using AdjointKit.Cli.Options;
using AdjointKit.Sparse;

namespace AdjointKit.Cli.Commands.Sparse.Learned;

/// <summary>What <c>sparse train</c> and <c>sparse evaluate</c> ask for alike: the matrix and the noise.</summary>
internal sealed class NetworkInputs
{
    private readonly Option<string?> matrix = OptionFactory.Text("--matrix", "The matrix A [M, N]; file.mat:name for a variable of MATLAB's", "A", required: true);
    private readonly HeaderlessOptions headerless = new();

    /// <summary>The ratio of signal to noise in dB.</summary>
    private readonly Option<Decibels?> snr = OptionFactory.Parsed("--snr", "The ratio of signal to noise of the data in dB; the noise of a sample has the variance |y|^2 / (M 10^(SNR/10)) [default: inf, no noise]", "inf|40|30|20", Decibels.Parse);

    internal void AddTo(Command command)
    {
        command.Options.Add(matrix);
        command.Options.Add(snr);
        headerless.AddTo(command);
    }

    internal string Path(RunContext run) => run.Get(matrix)!;

    /// <summary>The ratio of signal to noise; null: it was not given.</summary>
    internal double? Snr(RunContext run) => run.Get(snr)?.Value;

    /// <summary>The matrix in host memory.</summary>
    internal NdArray<T> ReadMatrix<T>(RunContext run)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string path = Path(run);
        NdArray<T> read = Inputs.Samples.Read<T>(run, "--matrix", path, headerless.Read(run));
        if (read.Rank != 2) throw new UsageException($"--matrix {path} has shape {read.Shape}: a matrix has two axes, [M, N]");
        if (read.AsReadOnlySpan().IndexOfAnyExcept(T.Zero) < 0) throw new UsageException($"--matrix {path} is zero everywhere: no signal changes the data");
        return read;
    }

    /// <summary>The matrix and what follows from it, where the command computes.</summary>
    internal static Dictionary<T> Dictionary<T>(RunContext run, string path, NdArray<T> matrix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            return new Dictionary<T>(matrix, run.Compute);
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"--matrix {path}: {ErrorSentence.OfArgument(failure)}", failure);
        }
    }

    /// <summary>A number of dB that may be infinite.</summary>
    private sealed record Decibels(double Value)
    {
        internal static Decibels Parse(string text)
        {
            if (text is "inf" or "infinity") return new Decibels(double.PositiveInfinity);
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && Math.Abs(value) <= 300
                ? new Decibels(value)
                : throw new FormatException($"'{text}' is no ratio of signal to noise: give dB from -300 to 300, or inf");
        }
    }
}
