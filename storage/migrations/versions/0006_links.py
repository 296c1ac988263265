"""Links that open a ledger once."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text  # noqa: F401 - named by some rendered types
from sqlalchemy.dialects import postgresql

import storage.tables.base
revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('links',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('word_index', sa.LargeBinary(), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ledger', sa.String(), nullable=False),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('period', sa.String(), nullable=False),
    sa.Column('issued_at', storage.tables.base.Moment(timezone=True), nullable=False),
    sa.Column('expires_at', storage.tables.base.Moment(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), server_default='0', nullable=False),
    sa.Column('used_at', storage.tables.base.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['contact_id'], ['contacts.id'], name=op.f('fk_links_contact_id_contacts')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_links_person_id_people')),
    sa.ForeignKeyConstraint(['region_id'], ['regions.id'], name=op.f('fk_links_region_id_regions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_links')),
    sa.UniqueConstraint('word_index', name=op.f('uq_links_word_index'))
    )
    op.create_index(op.f('ix_links_person_id'), 'links', ['person_id'], unique=False)
    op.create_index(op.f('ix_links_expires_at'), 'links', ['expires_at'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_links_expires_at'), table_name='links')
    op.drop_index(op.f('ix_links_person_id'), table_name='links')
    op.drop_table('links')
