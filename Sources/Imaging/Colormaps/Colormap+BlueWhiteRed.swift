extension Colormap {
    /// 256 colors as hexadecimal RGB.
    ///
    /// Source: Tests/ImagingTests/Fixtures/make_colormaps.py, straight lines in CIELAB from (38, 56, 287°) over (96, 0) to (38, 56, 34°).
    static let blueWhiteRedDigits = """
        1c56b12057b22458b22859b32b5ab32e5bb4315db4335eb5365fb53860b63b61b63d62b73f63b84264b84465b94667b9
        4868ba4a69ba4c6abb4e6bbb506cbc526dbc546ebd5670bd5771be5972bf5b73bf5d74c05f75c06077c16278c16479c2
        667ac2677bc3697cc36b7ec46c7fc46e80c57081c57182c67384c77485c77686c87887c87988c97b8ac97c8bca7e8cca
        808dcb818ecb8390cc8491cc8692cd8793cd8994ce8a96ce8c97cf8d98cf8f99d0909bd1929cd1939dd2959ed296a0d3
        98a1d399a2d49ba3d49ca5d59ea6d59fa7d6a1a8d6a2aad7a4abd7a5acd8a7add8a8afd9aab0d9abb1daacb2daaeb4db
        afb5dbb1b6dcb2b7dcb4b9ddb5baddb7bbdeb8bddfbabedfbbbfe0bcc0e0bec2e1bfc3e1c1c4e2c2c6e2c4c7e3c5c8e3
        c6cae4c8cbe4c9cce5cbcde5cccfe6ced0e6cfd1e7d1d3e7d2d4e8d3d5e8d5d7e9d6d8e9d8d9ead9dbeadbdcebdcddeb
        dddfecdfe0ece0e1ede2e3ede3e4eee5e5eee6e7efe7e8efe9e9f0eaebf0ececf1ededf1eeeff2f0f0f2f1f1f3f3f3f3
        f3f3f3f3f1f1f3f0eff2eeedf2ececf2ebeaf1e9e8f1e8e6f0e6e5f0e5e3f0e3e1efe2dfefe0deeedfdceedddaeedcd8
        eddad7edd9d5ecd7d3ecd5d1ebd4d0ebd2ceebd1cceacfcbeacec9e9ccc7e9cbc6e8c9c4e8c8c2e7c6c0e7c5bfe6c3bd
        e6c2bbe5c0bae5bfb8e4bdb6e4bcb5e3bab3e3b9b1e2b7b0e2b6aee1b4ace1b3abe0b1a9e0b0a7dfaea6deada4deaba2
        ddaaa1dda89fdca79ddca59cdba49adaa299daa197d99f95d99e94d89c92d79b90d7998fd6988dd5968cd5958ad49388
        d49287d39085d28f84d28d82d18c81d08a7fd0897dcf877cce867ace8479cd8377cc8176cc8074cb7f72ca7d71c97c6f
        c97a6ec8796cc7776bc77669c67468c57366c47165c47063c36e62c26d60c16b5fc16a5dc0685cbf675abe6559be6457
        bd6256bc6154bb5f53bb5e51ba5c50b95b4eb8594db7584bb6564ab65448b55347b45145b35044b24e43b24d41b14b40
        b04a3eaf483dae463bad453aac4339ac4237ab4036aa3e34a93d33a83b32a73930a6382fa5362ea5342ca4322ba33129
        """
}
