using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests.Matlab;

public sealed class MatFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Every_kind_of_variable_is_read(bool bigEndian, bool compressed)
    {
        MatFile file = MatFile.Open(folder.Write("a.mat", new MatBytes(bigEndian).Everything(compressed)));
        // Rows first, as in MATLAB: columns lie one after another on file.
        Equal<double>(file, "d", new Shape(2, 3), 1, 3, 5, 2, 4, 6);
        Equal<double>(file, "short", new Shape(2, 1), 7, 255);
        Equal<float>(file, "f", new Shape(1, 2), 0.5f, -2);
        Equal<sbyte>(file, "i8", new Shape(1, 3), -128, 0, 127);
        Equal<byte>(file, "u8", new Shape(3, 1), 0, 1, 255);
        Equal<short>(file, "i16", new Shape(1, 2), -2, 300);
        Equal<ushort>(file, "u16", new Shape(1, 2), 0, 65535);
        Equal(file, "i32", new Shape(1, 2), int.MinValue, 7);
        Equal(file, "u32", new Shape(1, 1), uint.MaxValue);
        Equal(file, "i64", new Shape(1, 2), long.MinValue, 3);
        Equal(file, "u64", new Shape(1, 1), ulong.MaxValue);
        Equal(file, "z", new Shape(1, 2), new Complex(1, -3), new Complex(2, 4));
        Equal(file, "c", new Shape(1, 1), new ComplexF(1.5f, -1));
        Equal(file, "yes", new Shape(1, 3), true, false, true);
        Equal<double>(file, "cube", new Shape(2, 3, 2), 0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11);
        Equal<double>(file, "none", new Shape(0, 4));
        Equal<double>(file, "sparse", new Shape(3, 4), 0, 0, 6, 0, 0, 0, 7, 0, 5, 0, 0, 0);
        Equal(file, "mask", new Shape(2, 2), false, false, true, false);
        Assert.Equal("hello", file.ReadText("word"));
        Assert.Equal("abc\ndef", file.ReadText("lines"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Structs_and_cells_are_read_by_path(bool compressed)
    {
        MatFile file = MatFile.Open(folder.Write("a.mat", new MatBytes().Everything(compressed)));
        Equal<double>(file, "params.A", new Shape(1, 2), 8, 9);
        Equal<double>(file, "params(1).A", new Shape(1, 2), 8, 9);
        Assert.Equal("x", file.ReadText("params.note"));
        Equal<byte>(file, "params.deep.B", new Shape(1, 1), 42);
        Equal<double>(file, "list(1).B", new Shape(1, 1), 2);
        Equal<double>(file, "list(2).A", new Shape(1, 1), 3);
        Equal<double>(file, "cells{1}", new Shape(0, 0));
        Equal<double>(file, "cells{2}{1}", new Shape(1, 1), 0.25);
        Assert.Equal(["params.A", "params.note", "params.deep"], file.Members("params").Select(member => member.Name));
        Assert.Equal(["list(1).A", "list(1).B", "list(2).A", "list(2).B"], file.Members("list").Select(member => member.Name));
        Assert.Equal(["cells{1}: Numbers Float64 (0, 0)", "cells{2}: Cell (1, 1)"], file.Members("cells").Select(member => member.ToString()));
    }

    [Fact]
    public void The_variables_are_listed_in_order_without_those_of_MATLAB_itself()
    {
        MatFile file = MatFile.Open(folder.Write("a.mat", new MatBytes().Everything(compressed: true)));
        Assert.Equal(23, file.Variables.Count);
        Assert.Equal(new MatVariable("d", MatKind.Numbers, new Shape(2, 3), ElementType.Float64), file.Variables[0]);
        Assert.Equal(ElementType.Complex64, file.Variables.Single(variable => variable.Name == "c").ElementType);
        Assert.Equal(ElementType.Boolean, file.Variables.Single(variable => variable.Name == "yes").ElementType);
        Assert.Equal(new MatVariable("params", MatKind.Struct, new Shape(1, 1), null), file.Variables.Single(variable => variable.Name == "params"));
    }

    [Fact]
    public void A_sparse_matrix_is_read_as_triplets()
    {
        MatFile file = MatFile.Open(folder.Write("a.mat", new MatBytes().Everything(compressed: false)));
        using MatSparse sparse = file.ReadSparse("sparse");
        Assert.Equal(new Shape(3, 4), sparse.Shape);
        Assert.Equal([2, 0, 1], sparse.Rows.AsReadOnlySpan().ToArray());
        Assert.Equal([0, 2, 2], sparse.Columns.AsReadOnlySpan().ToArray());
        Assert.Equal([5.0, 6, 7], sparse.Values.View<double>().AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_sparse_matrix_too_large_for_memory_is_refused_as_a_full_one()
    {
        var make = new MatBytes();
        byte[] bytes = make.File(make.Array("s", 5, [int.MaxValue, 2], make.Element(5, make.Words(int.MaxValue - 1)), make.Element(5, make.Words(0, 0, 1)), make.Element(9, make.Doubles(3))));
        MatFile file = MatFile.Open(folder.Write("a.mat", bytes));
        Refused(() => file.Read("s"), "too large for a full one");
        using MatSparse sparse = file.ReadSparse("s");
        Assert.Equal(int.MaxValue - 1, sparse.Rows[0]);
    }

    [Fact]
    public void The_front_door_reads_by_content_and_name()
    {
        var make = new MatBytes();
        string several = folder.Write("several.dat", make.Everything(compressed: true));
        using NdArray<double> named = ArrayFile.Read<double>($"{several}:params.A");
        Assert.Equal(9, named[0, 1]);
        Refused(() => ArrayFile.Read(several), "name one: several.dat:NAME");
        using NdArray<float> only = ArrayFile.Read<float>(folder.Write("one.mat", make.File(make.Array("x", 6, [1, 1], make.Element(2, [3])), make.Array("t", 4, [1, 1], make.Element(4, make.Shorts('x'))))));
        Assert.Equal(3, only[0, 0]);
    }

    [Theory]
    [InlineData("nothing", "no variable `nothing`; it holds d, short")]
    [InlineData("word", "is a text, not an array of numbers")]
    [InlineData("params", "is a struct (1, 1), not an array of numbers")]
    [InlineData("params.X", "`params` has no field `X`; it has A, note, deep")]
    [InlineData("params{1}", "`params` is a struct")]
    [InlineData("params(2).A", "`params` has 1 elements and none numbered 2")]
    [InlineData("list.A", "`list` is an array of 2 structs; name one of them: list(1).A")]
    [InlineData("list(1)", "name a field of it: list(1).FIELD")]
    [InlineData("cells{3}", "none numbered 3")]
    [InlineData("cells{0}", "a whole number from 1 on")]
    [InlineData("d.A", "`d` is an array of numbers (2, 3)")]
    [InlineData("params..A", "a field's name is missing")]
    public void What_is_not_there_is_told_in_one_sentence(string name, string problem)
    {
        MatFile file = MatFile.Open(folder.Write("a.mat", new MatBytes().Everything(compressed: true)));
        Refused(() => file.Read(name), problem);
    }

    [Fact]
    public void Other_versions_are_refused_with_the_way_out()
    {
        byte[] hdf = new MatBytes().File();
        "MATLAB 7.3 MAT-file"u8.CopyTo(hdf);
        Refused(() => MatFile.Open(folder.Write("v73.mat", hdf)), "version 7.3, which is HDF5; load it in MATLAB and save it with -v7");
        Refused(() => ArrayFile.Read(folder.Write("v4.mat", new MatBytes().Words(0, 1, 1, 0, 2, 97, 0, 0))), "of level 4");
        byte[] later = new MatBytes().File();
        later[125] = 3;
        Refused(() => MatFile.Open(folder.Write("later.mat", later)), "the version 0300");
    }

    [Fact]
    public void Wrong_lengths_are_refused_before_memory_is_taken()
    {
        var make = new MatBytes();
        byte[] claims = make.Array("x", 6, [1 << 20, 1 << 20], make.Element(9, make.Doubles(1)));
        Refused(() => MatFile.Open(folder.Write("a.mat", make.File(claims))).Read("x"), "1099511627776 elements of 8 bytes need 8796093022208 bytes and 8 are here");
        byte[] overflow = make.Array("x", 6, [int.MaxValue, int.MaxValue, int.MaxValue], make.Element(9, make.Doubles(1)));
        Refused(() => MatFile.Open(folder.Write("b.mat", make.File(overflow))), "exceeds the address space");
        byte[] outside = make.Array("s", 5, [2, 1], make.Element(5, make.Words(2)), make.Element(5, make.Words(0, 1)), make.Element(9, make.Doubles(1)));
        Refused(() => MatFile.Open(folder.Write("c.mat", make.File(outside))).ReadSparse("s"), "row 2 lies outside of the 2 rows");
        byte[] starts = make.Array("s", 5, [2, 2], make.Element(5, make.Words(0)), make.Element(5, make.Words(0, 5, 1)), make.Element(9, make.Doubles(1)));
        Refused(() => MatFile.Open(folder.Write("d.mat", make.File(starts))).ReadSparse("s"), "column 0 of a sparse matrix");
        byte[] range = make.Array("x", 8, [1, 1], make.Element(3, make.Shorts(300)));
        Refused(() => MatFile.Open(folder.Write("e.mat", make.File(range))).Read("x"), "does not fit the array's type Int8");
    }

    [Fact]
    public void A_compressed_element_cannot_claim_more_than_it_can_unpack_to()
    {
        var make = new MatBytes();
        byte[] honest = make.Array("x", 6, [1 << 17, 1], make.Element(9, make.Doubles(new double[1 << 17])));
        using NdArray<double> zeros = MatFile.Open(folder.Write("a.mat", make.File(make.Compressed(honest)))).Read<double>("x");
        Assert.Equal(1 << 17, zeros.Count);
        // The same head with a thousand times the length that the packed bytes can have.
        byte[] bomb = [.. make.Word(14), .. make.Word(1 << 30), .. honest[8..48], .. make.Word(9), .. make.Word((1 << 30) - 64)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(() => MatFile.Open(folder.Write("b.mat", make.File(make.Compressed(bomb)))), "claims 1073741824 bytes");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void The_check_sum_of_a_compressed_element_is_compared()
    {
        var make = new MatBytes();
        byte[] bytes = make.File(make.Compressed(make.Array("x", 6, [1, 1], make.Element(9, make.Doubles(1)))));
        bytes[^1] ^= 1;
        MatFile file = MatFile.Open(folder.Write("a.mat", bytes));
        FileFormatException refusal = Refused(() => file.Read("x"), "cannot be unpacked");
        Assert.Equal(136, refusal.ByteOffset);
    }

    [Fact]
    public void Every_cut_is_refused()
    {
        foreach (bool compressed in new[] { false, true })
        {
            byte[] whole = new MatBytes().Everything(compressed);
            int[] ends = Ends(whole);
            for (int length = 0; length < whole.Length; length++)
            {
                if (ends.Contains(length)) continue;
                Refused(() => MatFile.Open(folder.Write("a.mat", whole.AsSpan(0, length))), "byte ");
            }
        }
    }

    private static int[] Ends(byte[] file)
    {
        var ends = new List<int>();
        for (int at = 128; at < file.Length; at += 8 + BitConverter.ToInt32(file, at + 4)) ends.Add(at);
        return [.. ends];
    }

    private static FileFormatException Refused(Func<object> read, string problem)
    {
        var refusal = Assert.Throws<FileFormatException>(() => { read(); });
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
        return refusal;
    }

    private static void Equal<T>(MatFile file, string name, Shape shape, params T[] expected)
        where T : unmanaged
    {
        using AnyArray array = file.Read(name);
        Assert.Equal(ElementTypes.Of<T>(), array.ElementType);
        Assert.Equal(shape, array.Shape);
        Assert.Equal(expected, expected.Length == 0 ? [] : array.View<T>().AsReadOnlySpan().ToArray());
    }
}
