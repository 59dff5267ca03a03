using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void The_example_is_compiled_code() => ReadmeExample.RequireCode("src/AdjointKit.IO/README.md", "tests/AdjointKit.IO.Tests/ReadmeTests.cs");

    [Fact]
    public void The_example_writes_files_that_hold_the_gather()
    {
        try
        {
            // A gather as SEG-Y with IBM floats, with one source position in every trace header.
            using NdArray<float> gather = NdArray.Fill<float>(24, 500, (trace, sample) => MathF.Sin(0.1f * (sample - (2 * trace))));
            using (SegyFile made = SegyFile.Create(gather, sampleInterval: 0.004, SegySampleFormat.IbmFloat32))
            {
                for (int trace = 0; trace < made.TraceCount; trace++) made.Headers[trace, TraceField.SourceX] = 1200;
                made.Write("gather.sgy");
            }

            // Any array file by what it holds; SEG-Y with its headers.
            ArrayFile.Write("gather.npy", ArrayFile.Read<float>("gather.sgy"));
            using SegyFile file = SegyFile.Read("gather.sgy");
            double[] sourceX = file.Headers.ScaledColumn(TraceField.SourceX);

            Assert.Equal(Enumerable.Repeat(1200.0, 24), sourceX);
            using NdArray<float> back = ArrayFile.Read<float>("gather.npy");
            Assert.Equal(gather.Shape, back.Shape);
            Assert.Equal(gather[7, 300], back[7, 300], 1e-6f);
        }
        finally
        {
            File.Delete("gather.sgy");
            File.Delete("gather.npy");
        }
    }
}
