using System.CommandLine;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.IO;

namespace AdjointKit.Cli.Inputs;

/// <summary><c>--shape</c> and <c>--dtype</c>: what a headerless file holds, in the file's own order.</summary>
internal sealed class HeaderlessOptions
{
    private readonly Option<string?> shape = OptionFactory.Text("--shape", "Shape of a headerless .bin file, in the file's order", "nx,nz");
    private readonly Option<string?> dtype = OptionFactory.Text("--dtype", "Element type of a headerless .bin file, as NumPy writes it: f4, >f4, i2, c8 ... [default: f4]", "f4");

    internal void AddTo(Command command)
    {
        command.Options.Add(shape);
        command.Options.Add(dtype);
    }

    /// <summary>The stated layout; null where the user stated none.</summary>
    internal HeaderlessLayout? Read(RunContext run)
    {
        string? lengths = run.Get(shape);
        string? type = run.Get(dtype);
        if (lengths is null)
        {
            return type is null ? null : throw new UsageException("--dtype needs --shape: both describe a headerless file");
        }

        var parsed = new List<nint>();
        foreach (string part in lengths.Split(','))
        {
            if (!NumberText.TryWhole(part, out long length) || length < 1) throw new UsageException($"--shape takes positive whole numbers with commas between them (nx,nz), not '{lengths}'");
            parsed.Add((nint)length);
        }

        if (!ElementFormat.TryParse(type ?? "f4", out ElementFormat format)) throw new UsageException($"--dtype '{type}' is no element type: write it as NumPy does, f4, f8, >f4, i2, u1, c8");
        return new HeaderlessLayout(new Shape([.. parsed]), format);
    }
}

/// <summary>What a headerless file holds.</summary>
/// <param name="Shape">The lengths of the axes, in the file's order.</param>
/// <param name="Format">The element type and byte order.</param>
internal sealed record HeaderlessLayout(Shape Shape, ElementFormat Format);
