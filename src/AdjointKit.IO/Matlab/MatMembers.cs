using System.Text;

namespace AdjointKit.IO;

/// <summary>The way into structs and cells. Members that are not asked for are passed over by their length: however deep they nest, nothing is called again.</summary>
internal static class MatMembers
{
    private const int LargestNames = 1 << 20;
    private const int LargestList = 1 << 16;
    private const int SmallestMember = 8;

    /// <summary>The head of the array that the steps lead to; its data is next.</summary>
    public static MatHead Find(MatSource source, MatHead head, string name, IReadOnlyList<MatStep> steps)
    {
        for (int step = 0; step < steps.Count; step++)
        {
            long member;
            if (head.Kind == MatKind.Cell && steps[step].OfCell)
            {
                member = Element(source, head, name, steps[step].Index);
                name += $"{{{steps[step].Index + 1}}}";
            }
            else if (head.Kind == MatKind.Struct && !steps[step].OfCell)
            {
                string[] fields = ReadFields(source, head);
                (long element, name) = StructElement(source, head, name, steps, ref step);
                int field = Array.IndexOf(fields, steps[step].Field);
                if (field < 0) throw source.Refused($"`{name}` has no field `{steps[step].Field}`; it has {Some(fields)}", "name one of those");
                member = (element * fields.Length) + field;
                name += $".{steps[step].Field}";
            }
            else
            {
                throw source.Refused($"`{name}` is {Kind(head)}", "step into a struct with .FIELD or (INDEX).FIELD, into a cell with {INDEX}");
            }

            for (long passed = 0; passed < member; passed++) source.SkipTo(source.ReadTag(head.End).Next);
            head = MatHead.Read(source, head.End);
        }

        return head;
    }

    /// <summary>What a struct or cell holds.</summary>
    public static IReadOnlyList<MatVariable> List(MatSource source, MatHead head, string name)
    {
        if (head.Kind is not (MatKind.Struct or MatKind.Cell)) throw source.Refused($"`{name}` is {Kind(head)} and has no members", "read it itself");
        string[] fields = head.Kind == MatKind.Struct ? ReadFields(source, head) : [""];
        Int128 count = (Int128)(long)head.Shape.Count * fields.Length;
        if (count * SmallestMember > head.End - source.At) throw source.Damaged($"`{name}` claims {count} members, more than its {head.End - source.At} bytes can hold");
        if (count > LargestList) throw source.Refused($"`{name}` has {count} members, more than the {LargestList} that are listed", "name the one to read");
        var members = new List<MatVariable>();
        for (nint element = 0; element < head.Shape.Count; element++)
        {
            foreach (string field in fields)
            {
                MatHead member = MatHead.Read(source, head.End);
                source.SkipTo(member.End);
                string place = head.Kind == MatKind.Cell ? $"{{{element + 1}}}" : head.Shape.Count == 1 ? $".{field}" : $"({element + 1}).{field}";
                members.Add(member.Named(name + place));
            }
        }

        return members;
    }

    /// <summary>Some of a list of names, for a message.</summary>
    public static string Some(IReadOnlyCollection<string> names)
    {
        const int listed = 10;
        return names.Count == 0 ? "nothing" : string.Join(", ", names.Take(listed)) + (names.Count > listed ? ", ..." : "");
    }

    /// <summary>What an array is, for a message.</summary>
    public static string Kind(in MatHead head) => head.Kind switch
    {
        MatKind.Numbers => $"an array of numbers {head.Shape}",
        MatKind.Sparse => $"a sparse matrix {head.Shape}",
        MatKind.Text => "a text",
        MatKind.Struct => $"a struct {head.Shape}",
        MatKind.Cell => $"a cell {head.Shape}",
        _ => "an object or a function handle",
    };

    private static (long Element, string Name) StructElement(MatSource source, in MatHead head, string name, IReadOnlyList<MatStep> steps, ref int step)
    {
        if (steps[step].Field is not null)
        {
            if (head.Shape.Count != 1) throw source.Refused($"`{name}` is an array of {head.Shape.Count} structs", $"name one of them: {name}(1).{steps[step].Field}");
            return (0, name);
        }

        long element = Element(source, head, name, steps[step].Index);
        name += $"({element + 1})";
        if (step + 1 == steps.Count || steps[step + 1].Field is null) throw source.Refused($"`{name}` is a struct", $"name a field of it: {name}.FIELD");
        step++;
        return (element, name);
    }

    private static long Element(MatSource source, in MatHead head, string name, long index) => index < head.Shape.Count
        ? index
        : throw source.Refused($"`{name}` has {head.Shape.Count} elements and none numbered {index + 1}", "count from 1 along the first axis first");

    private static string[] ReadFields(MatSource source, in MatHead head)
    {
        MatTag lengthTag = source.ReadTag(head.End);
        if (lengthTag.Storage is not (MatStorage.Int32 or MatStorage.UInt32) || lengthTag.Bytes != 4) throw source.Damaged("the length of a struct's field names is not a number of 4 bytes");
        long length = source.ReadWord();
        source.SkipTo(lengthTag.Next);
        byte[] names = source.ReadBytes(source.ReadTag(head.End), LargestNames, "the list of a struct's field names");
        if (names.Length == 0) return [];
        if (length == 0 || names.Length % length != 0) throw source.Damaged($"{names.Length} bytes of field names are no multiple of their length {length}");
        var fields = new string[names.Length / length];
        for (int field = 0; field < fields.Length; field++)
        {
            ReadOnlySpan<byte> name = names.AsSpan((int)(field * length), (int)length);
            int end = name.IndexOf((byte)0);
            fields[field] = Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
        }

        return fields;
    }
}
